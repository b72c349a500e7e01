"""A database that remembers what it was asked, and how a test fills one."""

from collections.abc import Callable, Sequence

from app.model import Profile
from app.source.database import Database, Parameters, Statement, StoreRow

Write = Callable[[Sequence[Profile]], None]


class Asked:
    """A database that remembers what it was asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dialect = database.dialect
        self.statements: list[Statement] = []

    async def fetch(self, statement: Statement, parameters: Parameters | None = None) -> Sequence[StoreRow]:
        self.statements.append(statement)
        return await self.database.fetch(statement, parameters)

    async def close(self) -> None:
        await self.database.close()
