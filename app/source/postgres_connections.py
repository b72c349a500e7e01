"""Connections to PostgreSQL, used by many requests at a time: asyncpg's own, for its pool takes longer over a small read than the read.

That pool asks the server to reset each connection that comes back, and makes a task of it. Here nothing needs that: connections only
ever run single statements that read, outside of transactions, and one whose statement was given up is not used again.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types

from app.source.postgres_failures import FAILURES

_AT_MOST = 15
_ANSWER_WITHIN_S = 10
_CONNECT_WITHIN_S = 5
_GIVE_UP_WITHIN_S = 2
_PLANNING = {"jit": "off", "plan_cache_mode": "force_generic_plan"}
"""Every statement finds rows by keys, whatever their values. To plan one of everything takes ten times as long as to run it, and
PostgreSQL would do so for the first five runs over each connection."""
_OPTIONS = {
    "timeout": _CONNECT_WITHIN_S,
    "command_timeout": _ANSWER_WITHIN_S,
    "max_cacheable_statement_size": 0,  # of any size: compiled statements are longer than the 15 KiB it would prepare only once
    "max_cached_statement_lifetime": 0,
    "server_settings": {"application_name": "profile-gateway", "default_transaction_read_only": "on", **_PLANNING},
}


class ConnectionLost(ConnectionError):
    """A connection ended while it was used, or since."""


class Connections:
    """Made when they are needed; they cannot write, and plan short statements without compiling them first."""

    def __init__(self, address: Mapping[str, Any]) -> None:
        """Prepare, but do not connect yet: ``address`` is what ``asyncpg.connect`` takes."""
        self._arguments = {**address, **_OPTIONS}
        self._places = asyncio.Semaphore(_AT_MOST)
        self._idle: list[Any] = []

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """Return the rows of a statement with ``$1, $2 …``.

        Raises:
            ConnectionLost: ask once more; that is done over a new connection.
            asyncpg.PostgresError, asyncpg.InterfaceError, OSError: the others of its failures.
        """
        await self._wait_for_a_place()
        try:
            connection = self._idle.pop() if self._idle else await asyncpg.connect(**self._arguments)
            return await self._ask(connection, sql, values)
        finally:
            self._places.release()

    async def _wait_for_a_place(self) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        async with asyncio.timeout(_CONNECT_WITHIN_S):
            await self._places.acquire()

    async def _ask(self, connection: Any, sql: str, values: Sequence[Any]) -> Sequence[Any]:  # noqa: ANN401 - it has no types
        try:
            rows: Sequence[Any] = await connection.fetch(sql, *values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            if connection.is_closed():
                self._end_idle()
                raise ConnectionLost from error
            self._idle.append(connection)
            raise
        except asyncpg.InternalClientError as error:  # the server has said that it ends the connection, and is about to
            connection.terminate()
            self._end_idle()
            raise ConnectionLost from error
        except BaseException:  # its time is over, or nobody waits any longer
            await _end(connection, _GIVE_UP_WITHIN_S)
            raise
        self._idle.append(connection)
        return rows

    def _end_idle(self) -> None:
        """A server that ended one connection has most often ended all."""
        while self._idle:
            self._idle.pop().terminate()

    async def close(self) -> None:
        """Close what is idle; a later read connects again."""
        while self._idle:
            await _end(self._idle.pop(), _CONNECT_WITHIN_S)


async def _end(connection: Any, within_s: float) -> None:  # noqa: ANN401 - it has no types
    """Close a connection; what it is still busy with is cancelled first, or the server would go on with it."""
    with suppress(*FAILURES):
        await connection.close(timeout=within_s)
