"""Node and the packages of ``node/``, which ``make suites-tools`` installs."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.missing import without

FOLDER = Path(__file__).with_name("node")
INSTALLED = FOLDER / "node_modules" / ".package-lock.json"
SECONDS = 60


def required_node() -> str:
    """Find Node, on the PATH or in the virtual environment. Without it or its packages, skip the test, or fail it where nothing may be."""
    node = shutil.which("node", path=os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)]))
    if node is None:
        without("Node is not installed: make explorer brings it along")
    if not INSTALLED.is_file():
        without("The packages are not installed: make suites-tools")
    return node


class Node:
    """Runs the scripts of ``node/``."""

    def __init__(self, program: str) -> None:
        self._program = program

    def output(self, script: str, *arguments: str | Path) -> str:
        """Run a script to its end and give what it prints; one that fails, fails the test with its complaint."""
        command = [self._program, FOLDER / script, *arguments]
        ended = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=SECONDS, check=False)
        if ended.returncode:
            pytest.fail(f"{script} failed:\n{ended.stdout}\n{ended.stderr}")
        return ended.stdout

    @contextmanager
    def serving(self, script: str, *arguments: str | Path) -> Iterator[str]:
        """Run a script that serves; it prints its address first, and ends with its standard input."""
        command = [self._program, FOLDER / script, *arguments]
        with subprocess.Popen(command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            assert server.stdin is not None
            address = server.stdout.readline().strip()
            assert address, f"{script} did not start"
            yield address
            server.stdin.close()
