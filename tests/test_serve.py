"""``profile-gateway serve``, as its user runs it: a process, a socket, a store in the working directory."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text()
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PROFILES_")}
SERVE = [sys.executable, "-W", "error", "-m", "app", "serve"]


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    """Serve on a free port for a while; yields everything that was said at the start."""
    command = [*SERVE, "--port", "0", *options]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT | environment) as process:
        try:
            yield said(process)
        finally:
            process.terminate()
            assert process.wait(30) in {0, -signal.SIGTERM}  # uvicorn ends in order, then by the signal it got


def said(process: "subprocess.Popen[str]") -> str:
    """Read until the empty line that ends the greeting."""
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    while lines[-1] and not lines[-1].startswith("  15550100000"):
        lines.append(process.stdout.readline())
    return "".join(lines)


def refused(folder: Path, *options: str, **environment: str) -> str:
    """Try to serve in vain; returns what was said."""
    done = subprocess.run(
        [*SERVE, *options], cwd=folder, capture_output=True, text=True, timeout=60, env=ENVIRONMENT | environment, check=False
    )
    assert done.returncode == 2
    return done.stderr


def ask(greeting: str, query: str) -> dict[str, Any]:
    """Send a query to the address of the greeting."""
    found = re.search(r"http://\S+", greeting)
    assert found
    request = urllib.request.Request(found.group(), json.dumps({"query": query}).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)  # type: ignore[no-any-return] # JSON


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_demo_is_served_from_an_empty_folder_and_answers_as_the_readme_says(tmp_path: Path, workers: str) -> None:
    query, answer = (re.findall(rf"```{kind}\n(.*?)```", README, re.DOTALL)[0] for kind in ("graphql", "json"))
    with serving(tmp_path, "--demo", "--workers", workers) as greeting:
        assert ask(greeting, query) == json.loads(answer)
    with serving(tmp_path, "--demo") as greeting:
        assert ask(greeting, query) == json.loads(answer), "a second start serves the same store"
    assert (tmp_path / "profiles.sqlite3").stat().st_mode & 0o077 == 0, "the store is its owner's alone"


def test_the_greeting_names_numbers_that_show_each_case(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as greeting:
        numbers = re.findall(r"^  (\d+)  ", greeting, re.MULTILINE)
        answers = [ask(greeting, f'{{ found: profilesByPhone(phoneNumber: "{number}") {{ profileId }} }}') for number in numbers]
    sizes = [answer["errors"][0]["extensions"]["code"] if "errors" in answer else len(answer["data"]["found"]) for answer in answers]
    assert sizes == [1, 5, 50, "TOO_MANY_PROFILES", 0]


def test_the_command_of_the_greeting_can_be_pasted(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as greeting:
        [command] = [line for line in greeting.splitlines() if "curl" in line]
        pasted = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30, check=True)
    assert json.loads(pasted.stdout)["data"]["profilesByPhone"][0]["profileId"] == "1"


def test_every_wrong_setting_is_listed_at_once(tmp_path: Path) -> None:
    text = refused(tmp_path, "--port", "canary", PROFILES_WORKERS="none", PROFILES_SOURCE="rest", PROFILES_TYPO="1")
    assert [name in text for name in ("PROFILES_PORT", "PROFILES_WORKERS", "PROFILES_UPSTREAM_URL", "PROFILES_TYPO")] == [True] * 4
    assert "canary" not in text


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("PROFILES_DOCUMENTS", {"PROFILES_DOCUMENTS": "nowhere.json", "PROFILES_DOCUMENTS_MODE": "only"}),
        ("PROFILES_RATE_LIMIT_STORE", {"PROFILES_RATE_LIMIT_STORE": "nonsense://canary"}),
        ("PROFILES_INTROSPECTION", {"PROFILES_PROFILE": "production", "PROFILES_INTROSPECTION": "true"}),
    ],
)
def test_what_operations_need_is_checked_before_the_start(tmp_path: Path, name: str, environment: dict[str, str]) -> None:
    text = refused(tmp_path, **environment)
    assert name in text
    assert "Traceback" not in text
    assert "canary" not in text


def test_a_taken_port_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        text = refused(tmp_path, "--port", str(taken.getsockname()[1]))
    assert "PROFILES_PORT" in text


@pytest.mark.parametrize("url", ["mysql://host/x", "sqlite://", "nonsense"])
def test_a_store_url_that_is_none_is_said_so(tmp_path: Path, url: str) -> None:
    assert "sqlite:///" in refused(tmp_path, PROFILES_STORE_URL=url)


def test_a_store_in_a_folder_that_is_missing_is_said_so(tmp_path: Path) -> None:
    text = refused(tmp_path, PROFILES_STORE_URL="sqlite:///missing/profiles.sqlite3")
    assert "Traceback" not in text
    assert "store" in text


def test_a_store_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "profiles.sqlite3").write_text("this is no database, but a text of some length that begins with words" * 100)
    text = refused(tmp_path)
    assert "Traceback" not in text
    assert "store" in text


def test_a_store_of_a_newer_program_is_said_so(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo"):
        pass
    with sqlite3.connect(tmp_path / "profiles.sqlite3") as store:
        store.execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    assert "newer" in refused(tmp_path)


def test_a_postgresql_store_that_is_not_there_is_said_so_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        text = refused(tmp_path, PROFILES_STORE_URL=f"postgresql://u:canary@127.0.0.1:{unused.getsockname()[1]}/x")
    assert "canary" not in text
    assert "Traceback" not in text


def test_without_authentication_no_other_machine_is_listened_to(tmp_path: Path) -> None:
    assert "PROFILES_AUTH" in refused(tmp_path, "--host", "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("PROFILES_KEYS_FILE", {"PROFILES_AUTH": "api-keys", "PROFILES_KEYS_FILE": "wrong.json"}),
        ("PROFILES_ACCESS_RECORD", {"PROFILES_ACCESS_RECORD": "missing/folder/access.jsonl"}),
        (
            "PROFILES_JWT_KEYS",
            {"PROFILES_AUTH": "jwt", "PROFILES_JWT_ISSUER": "x", "PROFILES_JWT_AUDIENCE": "x", "PROFILES_JWT_KEYS": "wrong.json"},
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_said_so(tmp_path: Path, name: str, environment: dict[str, str]) -> None:
    (tmp_path / "wrong.json").write_text("canary")
    (tmp_path / "wrong.json").chmod(0o600)
    text = refused(tmp_path, **environment)
    assert name in text
    assert ("Traceback" in text or "canary" in text) is False
