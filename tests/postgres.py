"""A real PostgreSQL, on a free port of this machine, for tests and for the proof of the compiler."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg  # type: ignore[import-untyped]  # it has no types

_STARTS_WITHIN_S = 60
_SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=127.0.0.1", "max_connections=60")


class NoServer(Exception):
    """PostgreSQL is not installed, or does not start; the text says more."""


def installed() -> Path | None:
    """The folder of the server's programs, of the newest version where there are several."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def running_server(find: Callable[[], Path | None] = installed) -> Iterator[str]:
    """Run a server, whose programs ``find`` finds, and give its URL, without a database.

    Raises:
        NoServer: there is none.
    """
    programs = find()
    if programs is None:
        raise NoServer("no PostgreSQL server is installed, neither on PATH nor in /usr/lib/postgresql: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    user = _unprivileged_user()
    if user:
        shutil.chown(folder, user)
    try:
        with _running(programs, folder, user) as url:
            yield url
    finally:
        shutil.rmtree(folder)


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """Make an empty database, and drop it in the end."""
    make_database(server, name)
    try:
        yield f"{server}/{name}"
    finally:
        asyncio.run(_execute(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))


def make_database(server: str, name: str) -> None:
    """Make an empty database, which ends with its server."""
    asyncio.run(_execute(f"{server}/postgres", f"CREATE DATABASE {name}"))


def _unprivileged_user() -> str | None:
    """Whom to run the server as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


@contextmanager
def _running(programs: Path, folder: Path, user: str | None) -> Iterator[str]:
    data, port = folder / "data", _free_port()
    initdb: list[str | Path] = [
        programs / "initdb",
        "--no-sync",
        "--auth=trust",
        "--username=tester",
        "--encoding=UTF8",
        "--locale=C",
        f"--pgdata={data}",
    ]
    subprocess.run(initdb, user=user, cwd=folder, check=True, capture_output=True)
    settings = [f"-c{setting}" for setting in (*_SETTINGS, f"port={port}", f"unix_socket_directories={folder}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", data, *settings],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for whoever started it
        )
        try:
            url = f"postgresql://tester@127.0.0.1:{port}"
            _wait_for(server, f"{url}/postgres", folder / "log")
            yield url
        finally:
            server.send_signal(signal.SIGINT)  # to PostgreSQL: end now, without waiting for connections
            server.wait(_STARTS_WITHIN_S)


def _wait_for(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while True:
        try:
            asyncio.run(_execute(url, "SELECT 1"))
        except (OSError, asyncpg.CannotConnectNowError):
            if server.poll() is not None or time.monotonic() > until:
                raise NoServer(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
