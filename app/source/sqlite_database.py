"""SQLite, asked on the event loop itself: see ``database.py`` for what that costs."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from app.source.database import Parameters, Statement, StoreRow
from app.source.sql_failures import FAILURES, failed

_READER_WAITS_S = 0.2  # the event loop waits too; readers meet a lock only while a store is opened after a crash


class SqliteDatabase:
    """One connection, used on the event loop; what it is asked never interleaves, for nothing here awaits."""

    dialect = "sqlite"

    def __init__(self, address: URL) -> None:
        """Prepare, but do not open the file yet."""
        self._engine = sqlite_reader(address)
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection | None = None

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads."""
        try:
            if self._connection is None or self._driver is None:
                self._connection = self._engine.connect()
                self._driver = _driver(self._connection)
            if isinstance(statement, str):
                return self._driver.execute(statement, parameters or {}).fetchall()
            return self._connection.execute(statement, parameters).all()
        except FAILURES as error:
            await self.close()
            raise failed(error) from None

    async def close(self) -> None:
        """Close the file; a later read opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._driver = None


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection), "the engine makes them"
    return driver


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
