"""Programs that the benchmark starts: bound to a core, waited for, ended, asked for their memory."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

STARTS_WITHIN_S = 60
ENDS_WITHIN_S = 10


class DidNotStart(Exception):
    """A program ended, or did not listen in time; with the end of what it wrote."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def running(
    command: Sequence[str | Path], port: int, core: int, environment: Mapping[str, str], folder: Path, log: Path, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on one core, as another user if one is named, from when it listens on ``port`` until the end."""
    with log.open("wb") as output:
        pinned = ["taskset", "--cpu-list", str(core), *command]
        process = subprocess.Popen(
            pinned, env={**os.environ, **environment}, cwd=folder, stdout=output, stderr=subprocess.STDOUT, user=user
        )
        try:
            _wait(process, port, log)
            yield process
        finally:
            _end(process)


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise DidNotStart(f"{log.stem} did not start: {log.read_text(errors='replace')[-600:]}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def forget_peak(pid: int) -> None:
    """Let the peak of memory begin anew (proc_pid_clear_refs(5))."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def memory(pid: int, what: str) -> int:
    """Return bytes: ``VmRSS`` for now, ``VmHWM`` for the peak."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(what)).split()[1]) * 1024
