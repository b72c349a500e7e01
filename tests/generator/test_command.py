import os
import pty
import subprocess
import sys
from collections.abc import Sequence

import pytest
from click.testing import CliRunner

from app.generator.command import generate
from app.generator.profiles import lines

PROGRAM = [sys.executable, "-c", "from app.generator.command import generate; generate()"]


def run(arguments: Sequence[str]) -> bytes:
    result = CliRunner().invoke(generate, arguments)
    assert result.exit_code == 0
    return result.stdout_bytes


def test_as_many_lines_are_written_as_were_asked_for() -> None:
    assert run(["1234"]) == b"".join(lines(1234))


def test_the_seed_and_the_first_id_can_be_chosen() -> None:
    assert run(["3", "--seed", "9", "--start-id", "77"]) == b"".join(lines(3, 9, 77))


def test_files_of_ranges_that_do_not_overlap_fit_together() -> None:
    assert run(["30"]) + run(["20", "--start-id", "31"]) == run(["50"])


@pytest.mark.parametrize("arguments", [["--", "-1"], ["many"], [], ["1", "--start-id", "0"], ["1", "--start-id", str(2**63)]])
def test_wrong_arguments_are_a_usage_error(arguments: list[str]) -> None:
    result = CliRunner().invoke(generate, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_nothing_is_said_where_nobody_watches() -> None:
    done = subprocess.run([*PROGRAM, "600"], capture_output=True, check=True)
    assert done.stderr == b""
    assert done.stdout == b"".join(lines(600))


def test_progress_is_shown_on_a_terminal() -> None:
    terminal, stderr = pty.openpty()
    with subprocess.Popen([*PROGRAM, "600"], stdout=subprocess.PIPE, stderr=stderr) as started:
        os.close(stderr)
        written, _ = started.communicate()
    shown = os.read(terminal, 10_000)
    os.close(terminal)
    assert b"100%" in shown
    assert written == b"".join(lines(600))


def test_a_reader_that_leaves_early_ends_it_quietly() -> None:
    with subprocess.Popen([*PROGRAM, "1000000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        first = started.stdout.readline()
        started.stdout.close()
        complaint = started.stderr.read()
        assert started.wait(60) == 1
    assert first == next(lines(1))
    assert complaint == b""
