"""SQLite, asked on the event loop itself: see ``database.py`` for what that costs.

Through apsw, which brings a new SQLite of its own: 50 full profiles take it 7 ms, Python's ``sqlite3`` over SQLite 3.40 11 ms. No
process may have a file open through both: each would give up locks of the other (SQLite, "How To Corrupt An SQLite Database File", 2.2.1).
"""

from collections.abc import Sequence

import apsw

from app.source.address import StoreAddress
from app.source.database import Parameters, Statement, StoreRow
from app.source.sql_failures import FAILURES, failed

_READER_WAITS_MS = 200  # the event loop waits too; readers meet a lock only while a store is opened after a crash
_EXISTING = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_NOMUTEX  # readers write where they have read (WAL); one thread needs no mutex


class SqliteDatabase:
    """One connection, used on the event loop; what it is asked never interleaves, for nothing here awaits."""

    dialect = "sqlite"

    def __init__(self, address: StoreAddress) -> None:
        """Prepare, but do not open the file yet."""
        assert address.database is not None, "the address was checked"
        self._file = address.database
        self._connection: apsw.Connection | None = None

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


def connected(file: str) -> apsw.Connection:
    """Open a file such that nothing is written to it, and none made where there is none."""
    connection = apsw.Connection(file, flags=_EXISTING)
    connection.set_busy_timeout(_READER_WAITS_MS)
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cache_size = -65536")
    return connection
