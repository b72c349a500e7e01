"""Makes a store's tables, or brings them up to date. Works without an ``alembic.ini``; the migrations are in ``migrations``.

One program at a time: SQLite's write lock, or a lock of PostgreSQL's, is taken before the version is read.
"""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from typing import TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.source.address import StoreAddress, is_sqlite, store_address
from app.source.postgres_failures import explaining
from app.source.sql_version import VERSION, check_version

T = TypeVar("T")

_WRITER_WAITS_S = 30
_MIGRATION_LOCK = text("SELECT pg_advisory_xact_lock(7267834)")
_ONLY_ITS_OWNER = 0o600


def migrate(url: str) -> None:
    """Make the tables of a store, or bring them up to date. Not for use inside a running event loop, for PostgreSQL.

    Raises:
        StoreUnavailable: when the store cannot be written, or is newer than this program; it says what to do.
        ValueError: when it is not the URL of a store.
    """
    address = store_address(url)
    with explaining(DBAPIError, sqlite3.Error):
        if is_sqlite(address):
            _make_file(address)
        _connected(address, _upgrade)


def store_version(url: str) -> str | None:
    """The migration a store stands at; ``None`` when it has no tables.

    Raises:
        StoreUnavailable: when the store cannot be read; it says what to do.
        ValueError: when it is not the URL of a store.
    """
    with explaining(DBAPIError, sqlite3.Error):
        return _connected(store_address(url), _version)


def _make_file(address: StoreAddress) -> None:
    """Personal data: a file that only its owner reads. SQLite gives the files beside it the same rights."""
    assert address.database is not None
    os.close(os.open(address.database, os.O_CREAT | os.O_RDWR, _ONLY_ITS_OWNER))


def _connected(address: StoreAddress, use: Callable[[Connection], T]) -> T:
    return _in_sqlite(address, use) if is_sqlite(address) else asyncio.run(_in_postgresql(address, use))


def engine_url(address: StoreAddress) -> URL:
    """Say where a store is in SQLAlchemy's words, and through which driver."""
    parts = address._asdict()
    parts["drivername"] = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg"}[parts.pop("dialect")]
    return URL.create(**parts)


def _in_sqlite(address: StoreAddress, use: Callable[[Connection], T]) -> T:
    engine = sqlite_writer(address)
    with engine.begin() as connection:
        return use(connection)


def sqlite_writer(address: StoreAddress) -> Engine:
    """An engine whose transactions take the write lock at their start. Readers are not in the way of a writer (WAL)."""
    engine = create_engine(engine_url(address), poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _WRITER_WAITS_S})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _in_postgresql(address: StoreAddress, use: Callable[[Connection], T]) -> T:
    engine = create_async_engine(engine_url(address), poolclass=NullPool, hide_parameters=True)
    async with engine.begin() as connection:
        await connection.execute(_MIGRATION_LOCK)
        return await connection.run_sync(use)


def _upgrade(connection: Connection) -> None:
    version = _version(connection)
    if version is not None and version > VERSION:
        check_version(version)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "app.source:migrations")
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
