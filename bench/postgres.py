"""A PostgreSQL of the benchmark's own: a new cluster in a temporary folder, on the core of the load."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.installing import Missing
from bench.places import LOAD_CORE
from bench.processes import Program, free_port, running

_SETTINGS = ("fsync=off", "synchronous_commit=off", "listen_addresses=127.0.0.1", "max_connections=100", "shared_buffers=512MB", "jit=off")


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a server, and give the URL of its database.

    Raises:
        Missing: when no server is installed.
    """
    programs, user = _programs(), _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="bench-postgresql-"))
    try:
        shutil.chown(folder, user)
        data = folder / "data"
        initdb: list[str | Path] = [
            programs / "initdb",
            "--no-sync",
            "--auth=trust",
            "--username=bench",
            "--encoding=UTF8",
            "--locale=C",
            f"--pgdata={data}",
        ]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, user=user)
        port = free_port()
        settings = [f"--{setting}" for setting in (*_SETTINGS, f"unix_socket_directories={folder}", f"port={port}")]
        command: list[str | Path] = [programs / "postgres", "-D", data, *settings]
        with running(Program(command, port, LOAD_CORE, folder, folder / "log", user=user)):
            yield f"postgresql://bench@127.0.0.1:{port}/postgres"
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    found = next((folder for folder in folders if (folder / "initdb").exists()), None)
    if found is None:
        raise Missing("no PostgreSQL server is installed")
    return found


def _unprivileged() -> str:
    """Whom to run the server as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
