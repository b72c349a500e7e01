"""One door to both databases: ``open_database(url)`` of ``opening.py``, then ``fetch`` a statement.

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

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

StoreRow: TypeAlias = Sequence[Any]
Statement: TypeAlias = str
"""The database's own SQL, with ``:names`` for parameters."""
Parameters: TypeAlias = Mapping[str, Any]


class Database(Protocol):
    """A store that is open for reading."""

    @property
    def dialect(self) -> str:
        """Whose SQL it speaks: ``sqlite`` or ``postgresql``."""
        ...

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads.

        Args:
            statement: give what varies as parameters: databases and drivers remember statements by their texts.
            parameters: by their names in the statement.

        Raises:
            StoreFailed: when the database fails, for whatever reason, which is logged by name.
        """
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...
