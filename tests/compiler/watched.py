"""Stores that remember what is read of them, with a fault or without."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types

from app.source.database import Database, Statement, StoreRow
from app.source.opening import open_database
from app.source.sql import SqlSource


class WatchedDatabase:
    """A database, and the tables whose rows became lists in a compiled answer."""

    def __init__(self, database: Database) -> None:
        self.dialect = database.dialect
        self.close = database.close
        self.lists: list[str] = []
        self._database = database

    async def fetch(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Sequence[StoreRow]:
        self.lists += re.findall(r'"(\w+)" AS r\b', statement)
        return await self._database.fetch(statement, parameters)


class WatchedStore(SqlSource):
    """A store over such a database."""

    def __init__(self, url: str) -> None:
        self.url = url
        database = WatchedDatabase(open_database(url))
        self.lists = database.lists
        super().__init__(database)

    async def begin(self) -> None:
        """Forget what was read: an operation is about to be executed."""
        self.lists.clear()


class InterruptedStore(WatchedStore):
    """A store whose connections have ended before each operation, which nobody should notice."""

    async def begin(self) -> None:
        await super().begin()
        if self.dialect == "sqlite":
            await self.close()
        else:
            await end_connections(self.url)


async def end_connections(url: str) -> None:
    """Let a PostgreSQL server end the gateway's connections to one of its databases."""
    other = await asyncpg.connect(url)
    ours = "datname = current_database() AND application_name = 'profile-gateway'"
    await other.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
    await other.close()


class StoreFault(Enum):
    """What is wrong with a store while an operation is executed."""

    NONE = "none"
    INTERRUPTED = "connections end before the operation"
    GONE = "there is no such store"


def with_faults(url: str) -> Mapping[StoreFault, WatchedStore]:
    """Open a store in each of its states."""
    return {
        StoreFault.NONE: WatchedStore(url),
        StoreFault.INTERRUPTED: InterruptedStore(url),
        StoreFault.GONE: WatchedStore(f"{url}-gone"),
    }
