"""Random operations over every source: the compiled way gives the plain way's answer, and asks nothing more.

``python -m tests.compiler.equivalence 20000`` does the same for longer.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.compiler.answers import Executed
from app.compiler.compiler import Asked, Compiler
from app.context import Context
from tests.compiler.blocks import CASES, Block, SourceKind
from tests.compiler.comparing import Places, compared
from tests.compiler.equivalence import told
from tests.compiler.graph import SCHEMA

REST, SQLITE, POSTGRESQL = SourceKind


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    kind = request.node.callspec.params["kind"]
    return Places(tmp_path, request.getfixturevalue("postgres_server") if kind is POSTGRESQL else None)


@pytest.mark.parametrize(("kind", "block"), [*((REST, number) for number in range(4)), (SQLITE, 4), (SQLITE, 5), (POSTGRESQL, 6)])
def test_random_operations_are_answered_alike(kind: SourceKind, block: int, places: Places) -> None:
    tally = compared(Block(kind, range(block * CASES, (block + 1) * CASES)), places)
    assert tally.failed is None, tally.failed.text
    assert tally.cases == CASES
    assert tally.compiled > 0.85, tally.plain


def test_random_operations_are_answered_alike_without_native_code(tmp_path: Path) -> None:
    tally = compared(Block(REST, range(CASES)), Places(tmp_path, None), Compiler(SCHEMA, 1000, native=False))
    assert tally.failed is None, tally.failed.text
    assert tally.compiled > 0.85, tally.plain


class Forgetful(Compiler):
    """Leaves the errors out."""

    async def answer(self, asked: Asked, context: Context) -> Executed | str:
        executed = await super().answer(asked, context)
        return Executed(executed.data, []) if isinstance(executed, Executed) else executed


@pytest.mark.parametrize("kind", [REST, SQLITE])
def test_what_is_not_answered_alike_is_told_with_how_to_have_it_again(kind: SourceKind, places: Places) -> None:
    failed = compared(Block(kind, range(CASES)), places, Forgetful(SCHEMA, 100)).failed
    assert failed is not None
    assert failed.text.startswith("body differs.\nplain: ")
    assert f"equivalence 1 {failed.seed} --source {kind}" in told(failed)
    again = compared(Block(kind, range(failed.seed, failed.seed + 1)), places, Forgetful(SCHEMA, 100)).failed
    assert again is not None
    assert again.text == failed.text


@contextmanager
def command(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command in a session of its own, so that a signal reaches it as Ctrl-C does: and its workers too."""
    line = [sys.executable, "-m", "tests.compiler.equivalence", *arguments]
    root = Path(__file__).parents[2]
    with subprocess.Popen(line, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        yield process


def test_the_command_compares_on_every_core() -> None:
    with command("60", "7", "--source", "rest") as process:
        output, _ = process.communicate()
    assert process.returncode == 0, output
    assert "rest: 60 cases answered alike" in output


def test_ctrl_c_ends_it_at_once() -> None:
    with command("100000", "--source", "sqlite") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("100,000 cases over sqlite")
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=20)
    assert process.returncode == 130, output
    assert output.startswith("Interrupted after ")
    assert "Traceback" not in output
