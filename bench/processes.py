"""Programs that the benchmark starts: bound to a core, waited for, ended, asked for their memory."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

STARTS_WITHIN_S = 60
ENDS_WITHIN_S = 10


class DidNotStart(Exception):
    """A program ended, or did not listen in time; with the end of what it wrote."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


class Program(Struct, frozen=True):
    """What to start.

    Attributes:
        command: the program and its arguments.
        port: where it will listen.
        core: the one core it may use.
        folder: where it starts.
        log: where its output goes.
        environment: what it finds beside the environment of the benchmark.
        user: as whom it runs, if not as who runs the benchmark.
    """

    command: Sequence[str | Path]
    port: int
    core: int
    folder: Path
    log: Path
    environment: Mapping[str, str] = {}
    user: str | None = None


@contextmanager
def running(program: Program) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program from when it listens until the end."""
    with program.log.open("wb") as output:
        process = subprocess.Popen(
            ["taskset", "--cpu-list", str(program.core), *program.command],
            env={**os.environ, **program.environment},
            cwd=program.folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            user=program.user,
        )
        try:
            _wait(process, program.port, program.log)
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


def processor_seconds(pid: int) -> float:
    """Return the seconds of a processor that a process has used in all its threads (proc_pid_stat, fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def forget_peak(pid: int) -> None:
    """Let the peak of memory begin anew (proc_pid_clear_refs(5))."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def memory(pid: int, what: str) -> int:
    """Return bytes: ``VmRSS`` for now, ``VmHWM`` for the peak."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith(what)).split()[1]) * 1024
