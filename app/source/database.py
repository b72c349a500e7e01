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

from sqlalchemy import URL, Executable, Row, make_url
from sqlalchemy.exc import ArgumentError

StoreRow: TypeAlias = Row[*tuple[Any, ...]]
Statement: TypeAlias = Executable | str
"""Also a database's own SQL as text, with ``:names`` for parameters: SQLAlchemy's care for it takes as long as a small read."""
Parameters: TypeAlias = Mapping[str, Any]

_POSTGRESQL = {"postgresql", "postgres"}


class Database(Protocol):
    """A store that is open for reading."""

    @property
    def dialect(self) -> str:
        """Whose SQL it speaks: ``sqlite`` or ``postgresql``."""
        ...

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
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
