"""SQLite, asked on the event loop itself: see ``database.py`` for what that costs."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from app.source.address import StoreAddress
from app.source.database import Parameters, Statement, StoreRow
from app.source.sql_failures import FAILURES, failed

_READER_WAITS_S = 0.2  # the event loop waits too; readers meet a lock only while a store is opened after a crash


class SqliteDatabase:
    """One connection, used on the event loop; what it is asked never interleaves, for nothing here awaits."""

    dialect = "sqlite"

    def __init__(self, address: StoreAddress) -> None:
        """Prepare, but do not open the file yet."""
        assert address.database is not None, "the address was checked"
        self._file = f"{Path(address.database).absolute().as_uri()}?mode=rw"
        self._connection: sqlite3.Connection | None = None

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads."""
        try:
            if self._connection is None:
                self._connection = connected(self._file)
            return self._connection.execute(statement, parameters or {}).fetchall()
        except FAILURES as error:
            await self.close()
            raise failed(error) from None

    async def close(self) -> None:
        """Close the file; a later read opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def connected(file: str) -> sqlite3.Connection:
    """Open a file such that nothing is written to it, and none made where there is none."""
    connection = sqlite3.connect(file, uri=True, timeout=_READER_WAITS_S, check_same_thread=False, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cache_size = -65536")
    return connection
