"""Writes to PostgreSQL: deletes what a batch replaces, then copies the batch's rows (``COPY``), in one transaction."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import asyncpg  # type: ignore[import-untyped]  # it has no types

from app.source.rows import TABLES, Rows

_CONNECT_WITHIN_S = 10
_WRITERS_TAKE_TURNS = "SELECT pg_advisory_xact_lock(7267835)"


def packed(rows: Rows) -> Rows:
    """The rows as they are."""
    return rows


class PostgresTarget:
    """A PostgreSQL store that is open for writing; runs an event loop of its own."""

    def __init__(self, url: str, account_id: str) -> None:
        """Connect to a store that has its tables."""
        self._account_id = account_id
        self._runner = asyncio.Runner()
        try:
            self._store = self._runner.run(asyncpg.connect(url, timeout=_CONNECT_WITHIN_S))
        except BaseException:
            self._runner.close()
            raise

    def write(self, packs: Sequence[Rows]) -> int:
        """Store batches of profiles in one transaction.

        Returns:
            How many of them were in the store before, and were replaced.
        """
        filled = [pack for pack in packs if pack["profiles"]]
        return self._runner.run(self._write(filled)) if filled else 0

    async def _write(self, packs: Sequence[Rows]) -> int:
        async with self._store.transaction():
            await self._store.execute(_WRITERS_TAKE_TURNS)
            account = await self._account()
            return sum([await self._copy(pack, account) for pack in packs])

    async def _copy(self, pack: Rows, account: int) -> int:
        replaced = await self._delete(account, [row[0] for row in pack["profiles"]])
        for table in TABLES:
            await self._store.copy_records_to_table(table, records=((account, *row) for row in pack[table]))
        return replaced

    async def _account(self) -> int:
        """The account's number; it is made with the first batch that has something for it."""
        find = "SELECT id FROM accounts WHERE name = $1"
        if await self._store.fetchval(find, self._account_id) is None:
            await self._store.execute("INSERT INTO accounts (name) VALUES ($1)", self._account_id)
        number: int = await self._store.fetchval(find, self._account_id)
        return number

    async def _delete(self, account: int, profile_ids: list[object]) -> int:
        """Delete profiles; what they hold goes with them (``ON DELETE CASCADE``)."""
        done: str = await self._store.execute("DELETE FROM profiles WHERE account = $1 AND profile_id = ANY($2)", account, profile_ids)
        return int(done.removeprefix("DELETE "))

    def close(self) -> None:
        """Let go of the store."""
        with self._runner as runner:
            runner.run(self._close())

    async def _close(self) -> None:
        try:
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError):  # what is stored is stored
                await self._store.execute(f"ANALYZE {', '.join(TABLES)}")  # or the planner learns only minutes later what is new
        finally:
            await self._store.close(timeout=_CONNECT_WITHIN_S)
