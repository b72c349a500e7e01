"""PostgreSQL, asked through asyncpg itself: SQLAlchemy writes statements, but its engine takes longer over a small read than the read."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import URL, ClauseElement, Executable
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg

from app.source.database import Parameters, Statement, StoreRow
from app.source.postgres_connections import ConnectionLost, Connections
from app.source.postgres_failures import FAILURES
from app.source.sql_failures import failed

_STATEMENTS_KEPT = 1000
_DIALECT = PGDialect_asyncpg(paramstyle="named")  # type: ignore[no-untyped-call]  # it has no types
_ONE_OF_MANY = re.compile(r"IN \(__\[POSTCOMPILE_(\w+)\]\)")
_QUOTED_CAST_OR_NAME = re.compile(r"""'[^']*'|"[^"]*"|::|:(?P<name>\w+)""")


class _Prepared(NamedTuple):
    """A statement as asyncpg takes it, with ``$1, $2 …``; the names of these; and values that SQLAlchemy put into it."""

    sql: str
    names: tuple[str, ...]
    values: Mapping[str, Any]


class PostgresDatabase:
    """Connections to a database."""

    dialect = "postgresql"

    def __init__(self, address: URL) -> None:
        """Prepare, but do not connect yet."""
        _, arguments = _DIALECT.create_connect_args(address)  # type: ignore[no-untyped-call]  # as above
        self._connections = Connections(arguments)

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads; once more when the connection had been lost meanwhile."""
        sql, names, values = _prepared(statement)
        given = {**values, **parameters} if parameters else values
        asked = [given[name] for name in names]
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


@lru_cache(_STATEMENTS_KEPT)
def _prepared(statement: Statement) -> _Prepared:
    if isinstance(statement, str):
        return _numbered(statement, {})
    return _numbered(*_named(statement))


def _named(statement: Executable) -> tuple[str, Mapping[str, Any]]:
    """Return the text of a statement, with ``:names`` for parameters, and the values that it holds itself.

    A list is one parameter, so that its length makes no other statement.
    """
    assert isinstance(statement, ClauseElement), "it can be written"
    compiled = statement.compile(dialect=_DIALECT)
    return _ONE_OF_MANY.sub(r"= ANY (:\1)", compiled.string), compiled.params


def _numbered(text: str, values: Mapping[str, Any]) -> _Prepared:
    numbers: dict[str, int] = {}

    def numbered(found: re.Match[str]) -> str:
        name = found["name"]
        return f"${numbers.setdefault(name, len(numbers) + 1)}" if name else found[0]

    sql = _QUOTED_CAST_OR_NAME.sub(numbered, text)
    return _Prepared(sql, tuple(numbers), values)
