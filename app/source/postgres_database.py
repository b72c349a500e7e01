"""PostgreSQL, asked through asyncpg. Loaded only where the store is one: SQLAlchemy's way to it takes long to import."""

from collections.abc import Sequence

from sqlalchemy import URL, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.source.database import Parameters, Statement, StoreRow
from app.source.sql_failures import FAILURES, failed

_ANSWER_WITHIN_S = 10
_CONNECT_WITHIN_S = 5


class PostgresDatabase:
    """A pool of connections, used by many requests at a time."""

    dialect = "postgresql"

    def __init__(self, address: URL) -> None:
        """Prepare, but do not connect yet."""
        self._engine = postgres_reader(address)

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        """Return all rows of a statement that reads; once more when the connection had been lost meanwhile."""
        assert not isinstance(statement, str), "text is for SQLite"
        try:
            try:
                return await self._rows(statement, parameters)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                return await self._rows(statement, parameters)
        except FAILURES as error:
            raise failed(error) from None

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
