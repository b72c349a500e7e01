"""A database that remembers what it was asked, and how a test fills one."""

from collections.abc import Callable, Sequence

from sqlalchemy import Executable

from app.model import Profile
from app.source.database import Database, StoreRow

Write = Callable[[Sequence[Profile]], None]


class Asked:
    """A database that remembers what it was asked."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.statements: list[Executable] = []

    async def fetch(self, statement: Executable) -> Sequence[StoreRow]:
        self.statements.append(statement)
        return await self.database.fetch(statement)

    async def close(self) -> None:
        await self.database.close()
