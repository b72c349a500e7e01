"""One door to both databases: ``open_database(url)``, then ``fetch`` a statement.

PostgreSQL is asked through asyncpg. SQLite is asked on the event loop itself, without a thread. Measured (2 cores, medians, idle loop /
a loop that is busy with requests of 2 ms):

===================  =====================  ==========================
way to ask           2 rows                 an edge of 11,200 rows
===================  =====================  ==========================
on the event loop    0.08 / 0.11 ms         74 / 77 ms
asyncio.to_thread    0.38 / 5.2 ms          85 / 736 ms
aiosqlite            1.9 / 19 ms            76 / 187 ms
===================  =====================  ==========================

Most of a large read is Python building rows, which holds the interpreter in whatever thread it runs; a small one is over before another
thread has woken up. What a thread would help with, waiting for a disk or a lock, is bounded: readers do not wait for writers (WAL).
"""

import logging
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from sqlalchemy import URL, Connection, Engine, Executable, Row, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from app.source.sql_failures import FAILURES, StoreFailed, names

StoreRow: TypeAlias = Row[*tuple[Any, ...]]
Parameters: TypeAlias = Mapping[str, Any]

_log = logging.getLogger(__name__)

_POSTGRESQL = {"postgresql", "postgres"}
_READER_WAITS_S = 0.2  # the event loop waits too; readers meet a lock only while a store is opened after a crash
_ANSWER_WITHIN_S = 10
_CONNECT_WITHIN_S = 5


class Database(Protocol):
    """A store that is open for reading."""

    @property
    def dialect(self) -> str:
        """Whose SQL it speaks: ``sqlite`` or ``postgresql``."""
        ...

    async def fetch(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads.

        Args:
            statement: build it once and give what varies as parameters: building takes longer than running it.
            parameters: by the names of the statement's ``bindparam``s.

        Raises:
            StoreFailed: when the database fails, for whatever reason, which is logged by name.
        """
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...


def open_database(url: str) -> Database:
    """Open a store for reading: nothing is connected before it is needed.

    Args:
        url: ``sqlite:///path/of.file`` or ``postgresql://user:password@host/database``.

    Raises:
        ValueError: when the URL is neither; it is not shown, for it may hold a password.
    """
    address = store_address(url)
    return SqliteDatabase(address) if is_sqlite(address) else PostgresDatabase(address)


def store_address(url: str) -> URL:
    """Read the URL of a store as users write it; the driver is our business.

    Raises:
        ValueError: when it is not the URL of a store.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        address = None
    if address is not None and address.drivername in _POSTGRESQL:
        return _for_asyncpg(address)
    if address is None or address.drivername != "sqlite" or address.database in {None, "", ":memory:"}:
        raise ValueError("The store's URL must be sqlite:///path/of.file or postgresql://user:password@host/database.")
    return address


def _for_asyncpg(address: URL) -> URL:
    query = {"ssl" if name == "sslmode" else name: value for name, value in address.query.items()}
    return address.set(drivername="postgresql+asyncpg", query=query)


def is_sqlite(address: URL) -> bool:
    """Whether the store is a file."""
    return address.drivername == "sqlite"


class SqliteDatabase:
    """One connection, used on the event loop; what it is asked never interleaves, for nothing here awaits."""

    dialect = "sqlite"

    def __init__(self, address: URL) -> None:
        """Prepare, but do not open the file yet."""
        self._engine = sqlite_reader(address)
        self._connection: Connection | None = None

    async def fetch(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads."""
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            return self._connection.execute(statement, parameters).all()
        except FAILURES as error:
            await self.close()
            raise _failed(error) from None

    async def close(self) -> None:
        """Close the file; a later read opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def sqlite_reader(address: URL) -> Engine:
    """An engine whose connections cannot write, and make no file where there is none."""
    assert address.database is not None
    file = f"{Path(address.database).absolute().as_uri()}?mode=rw"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(file, uri=True, timeout=_READER_WAITS_S, check_same_thread=False)
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True, isolation_level="AUTOCOMMIT")


class PostgresDatabase:
    """A pool of connections, used by many requests at a time."""

    dialect = "postgresql"

    def __init__(self, address: URL) -> None:
        """Prepare, but do not connect yet."""
        self._engine = postgres_reader(address)

    async def fetch(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads; once more when the connection had been lost meanwhile."""
        try:
            try:
                return await self._rows(statement, parameters)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return await self._rows(statement, parameters)
        except FAILURES as error:
            raise _failed(error) from None

    async def _rows(self, statement: Executable, parameters: Parameters | None) -> Sequence[StoreRow]:
        async with self._engine.connect() as connection:
            return (await connection.execute(statement, parameters)).all()

    async def close(self) -> None:
        """Close the pool; a later read makes a new one."""
        await self._engine.dispose()


def postgres_reader(address: URL) -> AsyncEngine:
    """An engine whose connections cannot write, and plan short statements without compiling them first."""
    session = {"application_name": "profile-gateway", "default_transaction_read_only": "on", "jit": "off"}
    return create_async_engine(
        address,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        pool_timeout=_CONNECT_WITHIN_S,
        connect_args={"timeout": _CONNECT_WITHIN_S, "command_timeout": _ANSWER_WITHIN_S, "server_settings": session},
    )


def _failed(error: Exception) -> StoreFailed:
    _log.warning("the store failed: %s", " < ".join(names(error)))
    return StoreFailed(error)
