import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from app.emulator.command import emulate

ROOT = Path(__file__).parents[2]
RUN = "from app.emulator.command import emulate; emulate()"
CREDENTIALS = {"Authorization": "Bearer any"}


@contextmanager
def started(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-c", RUN, "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT, env=dict(os.environ)) as process:
        try:
            yield _url(process), process
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


def _url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if match := re.search(r"http://[\d.]+:\d+", line):
            return match[0]
    raise AssertionError("The emulator ended without saying where it listens.")


def profiles(tmp_path: Path, name: str, profile_id: int) -> Path:
    file = tmp_path / name
    file.write_text(f'{{"ProfileId": {profile_id}, "PhoneNumbers": [{{"PhoneNumber": "555-0100"}}]}}\n')
    return file


def test_the_emulator_serves_the_profiles_of_several_accounts(tmp_path: Path, client: httpx.Client) -> None:
    one, two = profiles(tmp_path, "one.jsonl", 1), profiles(tmp_path, "two.jsonl", 2)
    with started("--data", str(one), "--account", f"2002={two}", "--latency", "0.1") as (url, _):
        for account, profile_id in (("demo", 1), ("2002", 2)):
            answer = client.get(f"{url}/Profiles/v4/{account}/Profile/Phone?phoneNumber=5550100", headers=CREDENTIALS)
            assert [profile["ProfileId"] for profile in answer.json()] == [profile_id]
            assert answer.elapsed.total_seconds() >= 0.1


def test_what_is_looked_up_is_not_written_to_the_terminal(tmp_path: Path, client: httpx.Client) -> None:
    with started("--data", str(profiles(tmp_path, "one.jsonl", 1))) as (url, process):
        client.get(f"{url}/Profiles/v4/demo/Profile/Phone?phoneNumber=5550100", headers=CREDENTIALS).raise_for_status()
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "5550100" not in process.stdout.read()


def test_without_data_the_command_says_how_to_make_some() -> None:
    result = CliRunner().invoke(emulate, [])
    assert result.exit_code == 2
    assert "profile-gateway generate 1000 > profiles.jsonl" in result.output


@pytest.mark.parametrize("wrong", ["2002", "=file", "2002=missing.jsonl"])
def test_a_wrong_account_is_refused(wrong: str) -> None:
    result = CliRunner().invoke(emulate, ["--account", wrong])
    assert result.exit_code == 2
    assert "ID=FILE" in result.output
