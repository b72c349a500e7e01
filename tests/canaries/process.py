"""A gateway as a process of its own, and everything that it wrote: on its outputs, as spans, in its access record and its metrics."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

STARTS_WITHIN_S = 60
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PROFILES_")}


class Written:
    """The folder that a gateway runs in.

    Attributes:
        url: where its graph is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.url = ""

    @property
    def environment(self) -> dict[str, str]:
        return {"PROFILES_ACCESS_RECORD": str(self._folder / "access.jsonl"), "PROFILES_TRACES": "console", "PYTHONUNBUFFERED": "1"}

    def everything(self) -> dict[str, str]:
        """What stands on its outputs, with the spans, in its access record, and in its metrics before it stopped."""
        return {name: (self._folder / name).read_text(errors="replace") for name in ("stdout", "stderr", "access.jsonl", "metrics")}

    def spans(self) -> set[str]:
        """The names of the spans that it told of."""
        lines = self.everything()["stdout"].splitlines()
        return {json.loads(line)["name"] for line in lines if line.startswith("{")}

    def measure(self) -> None:
        """Keep what its metrics say now."""
        answer = httpx.get(self.url.replace("/graphql", "/metrics"), trust_env=False)
        (self._folder / "metrics").write_text(answer.text)

    def address(self) -> str:
        found = re.search(r"http://\S+/graphql", (self._folder / "stdout").read_text())
        return found.group() if found else ""


@contextmanager
def gateway(folder: Path, **settings: str) -> Iterator[Written]:
    """Serve on a free port until the block ends, and then stop in order."""
    written = Written(folder)
    variables = ENVIRONMENT | written.environment | {f"PROFILES_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-W", "error", "-m", "app", "serve", "--port", "0"]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, env=variables)
        try:
            written.url = started(process, written)
            yield written
            written.measure()
        finally:
            process.terminate()
            assert process.wait(30) in {0, -signal.SIGTERM}


def started(process: "subprocess.Popen[bytes]", written: Written) -> str:
    """Wait for the address of the greeting."""
    until = time.monotonic() + STARTS_WITHIN_S
    while not written.address():
        assert process.poll() is None, written.everything()
        assert time.monotonic() < until, "it did not start"
        time.sleep(0.05)
    return written.address()
