"""PostgreSQL for the command: the server of the tests, and databases in it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import unwrap

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from tests.conftest import postgres_server

_SERVER_OF_TESTS: Callable[[], Iterator[str]] = unwrap(postgres_server)


class NoServer(Exception):
    """PostgreSQL is not installed, or does not start; the text says more."""


@contextmanager
def running_server(start: Callable[[], Iterator[str]] = _SERVER_OF_TESTS) -> Iterator[str]:
    """Run the server that tests run, and give its URL.

    Raises:
        NoServer: where a test would be skipped for the want of one.
    """
    try:
        with contextmanager(start)() as url:
            yield url
    except (pytest.skip.Exception, pytest.fail.Exception) as missing:
        raise NoServer(missing.msg) from None


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """Make an empty database, and drop it in the end."""
    asyncio.run(execute(server, f"CREATE DATABASE {name}"))
    try:
        yield f"{server}/{name}"
    finally:
        asyncio.run(execute(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def execute(server: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{server}/postgres")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
