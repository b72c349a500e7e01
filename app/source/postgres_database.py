"""PostgreSQL, asked through asyncpg itself: SQLAlchemy's engine takes longer over a small read than the read."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.source.address import Query, StoreAddress
from app.source.database import Parameters, Statement, StoreRow
from app.source.postgres_connections import ConnectionLost, Connections
from app.source.postgres_failures import FAILURES
from app.source.sql_failures import failed

_STATEMENTS_KEPT = 1000
_PORT = 5432
_QUOTED_CAST_OR_NAME = re.compile(r"""'[^']*'|"[^"]*"|::|:(?P<name>\w+)""")


class _Prepared(NamedTuple):
    """A statement as asyncpg takes it, with ``$1, $2 …``, and the names of these."""

    sql: str
    names: tuple[str, ...]


class PostgresDatabase:
    """Connections to a database."""

    dialect = "postgresql"

    def __init__(self, address: StoreAddress) -> None:
        """Prepare, but do not connect yet."""
        self._connections = Connections(arguments_of(address))

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads; once more when the connection had been lost meanwhile."""
        sql, names = _prepared(statement)
        asked = [parameters[name] for name in names] if parameters else []
        try:
            try:
                return await self._connections.fetch(sql, asked)
            except ConnectionLost:
                return await self._connections.fetch(sql, asked)
        except FAILURES as error:
            raise failed(error) from None

    async def close(self) -> None:
        """Close the connections; a later read makes new ones."""
        await self._connections.close()


def arguments_of(address: StoreAddress) -> dict[str, Any]:
    """Return what ``asyncpg.connect`` takes. What the query says wins over what stands before it."""
    named = {"user": address.username, "password": address.password, "host": address.host, "port": address.port}
    given = {name: value for name, value in {**named, "database": address.database}.items() if value}
    return {**given, **address.query, **_servers(address.query)}


def _servers(query: Query) -> dict[str, Any]:
    """Read the servers that a query names: ``host=one:5432&host=two:5432``, or ``host=one,two&port=5432,5432``."""
    hosts, ports = (_listed(query.get(name, ())) for name in ("host", "port"))
    if not ports and any(":" in host for host in hosts):
        hosts, _, ports = (list(parts) for parts in zip(*(host.partition(":") for host in hosts), strict=True))
    servers: dict[str, list[Any]] = {"host": hosts, "port": [int(port or _PORT) for port in ports]}
    return {name: values if len(values) > 1 else values[0] for name, values in servers.items() if values}


def _listed(given: str | Iterable[str]) -> list[str]:
    return [value for some in ([given] if isinstance(given, str) else given) for value in some.split(",")]


@lru_cache(_STATEMENTS_KEPT)
def _prepared(statement: Statement) -> _Prepared:
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found["name"]
        return f"${numbers.setdefault(name, len(numbers) + 1)}" if name else found[0]

    sql = _QUOTED_CAST_OR_NAME.sub(numbered, statement)
    return _Prepared(sql, tuple(numbers))
