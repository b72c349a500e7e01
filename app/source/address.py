"""Where a store is: its URL, as users write it. Read without SQLAlchemy, which only migrations need."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl, unquote

Query: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""What stands behind the question mark, by name; what is said more than once has several values."""

_DIALECTS = {"sqlite": "sqlite", "postgresql": "postgresql", "postgres": "postgresql"}


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
    """Take a URL apart, as leniently as SQLAlchemy does: a password may hold anything but ``@``."""
    scheme, _, rest = url.partition("://")
    username, password, rest = _credentials(rest)
    rest, _, query = rest.partition("?")
    server, slash, database = rest.partition("/")
    host, port = _host_and_port(server)
    if scheme not in _DIALECTS or not (port or "0").isdecimal():
        return None
    names = username, None if password is None else unquote(password)
    return StoreAddress(_DIALECTS[scheme], *names, host, int(port) if port else None, unquote(database) if slash else None, _query(query))


def _credentials(rest: str) -> tuple[str | None, str | None, str]:
    """Return the username and the password, and what follows. A path with ``@`` in it has neither, and a username may have one."""
    first, _, _ = rest.partition("/")
    username, colon, _ = first.partition(":")
    if colon and "@" in rest[len(username) :]:
        password, _, after = rest[len(username) + 1 :].partition("@")
        return unquote(username), password, after
    name, at, _ = username.rpartition("@")
    return (unquote(name), None, rest[len(name) + 1 :]) if at else (None, None, rest)


def _host_and_port(server: str) -> tuple[str | None, str | None]:
    """Split a server; an address of IPv6 stands in brackets."""
    address, bracket, after = server.removeprefix("[").partition("]")
    if not (bracket and server.startswith("[")):
        address, _, port = server.partition(":")
    else:
        port = after.removeprefix(":")
    return address or None, port or None


def _query(text: str) -> Query:
    """Read the query; ``sslmode`` is what other programs call asyncpg's ``ssl``."""
    values: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(text):
        own_name = "ssl" if name == "sslmode" else name
        values[own_name] = (*values.get(own_name, ()), value)
    return {name: some if len(some) > 1 else some[0] for name, some in values.items()}
