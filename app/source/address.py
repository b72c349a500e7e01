"""Where a store is: its URL, as users write it. Read without SQLAlchemy, which only migrations need."""

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote

Query: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""What stands behind the question mark, by name; what is said more than once has several values."""

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}
_URL = re.compile(
    r"""
    (?P<scheme>[\w+]+)://
    (?: (?P<username>[^:/]*) (?: :(?P<password>[^@]*) )? @ )?
    (?: \[(?P<ipv6>[^/?]+)\] | (?P<name>[^/:?]+) )? (?: :(?P<port>[^/?]*) )?
    (?: /(?P<database>[^?]*) )?
    (?: \?(?P<query>.*) )?
    """,
    re.VERBOSE,
)
"""SQLAlchemy's reading of a URL, so that migrations go where reads go."""


class StoreAddress(NamedTuple):
    """The parts of a store's URL, in the order in which SQLAlchemy takes them.

    Attributes:
        dialect: ``sqlite`` or ``postgresql``.
        username: who reads, for PostgreSQL.
        password: their password.
        host: the server.
        port: its port, where it is said.
        database: the name of the database, or the path of the file.
        query: what the driver is told besides.
    """

    dialect: str
    username: str | None
    password: str | None
    host: str | None
    port: int | None
    database: str | None
    query: Query

    def __repr__(self) -> str:
        """Show no password."""
        return f"StoreAddress({self.dialect!r}, …)"


def store_address(url: str) -> StoreAddress:
    """Read the URL of a store; the driver is our business.

    Raises:
        ValueError: when it is not the URL of a store.
    """
    address = _read(url)
    if address is None or (address.dialect == "sqlite" and address.database in {None, "", ":memory:"}):
        raise ValueError("The store's URL must be sqlite:///path/of.file or postgresql://user:password@host/database.")
    return address


def is_sqlite(address: StoreAddress) -> bool:
    """Whether the store is a file."""
    return address.dialect == "sqlite"


def _read(url: str) -> StoreAddress | None:
    found = _URL.match(url)
    dialect = found and _DIALECTS.get(found["scheme"])
    if not found or not dialect or not (found["port"] is None or found["port"].isdecimal()):
        return None
    username, password, database = (None if part is None else unquote(part) for part in found.group("username", "password", "database"))
    port = int(found["port"]) if found["port"] else None
    return StoreAddress(dialect, username, password, found["name"] or found["ipv6"], port, database, _query(found["query"] or ""))


def _query(text: str) -> Query:
    """Read the query; ``sslmode`` is what other programs call asyncpg's ``ssl``."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(text):
        own_name = "ssl" if name == "sslmode" else name
        values[own_name] = (*values.get(own_name, ()), value)
    return {name: some if len(some) > 1 else some[0] for name, some in values.items()}
