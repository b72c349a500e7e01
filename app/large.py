"""Large answers are made one after the other.

The plain way executes on the event loop: what 50 people with everything about them take, a fifth of a second over a store, everybody
else waits for. Were several made side by side, their steps would stand in the loop's queue one behind the other, and a small request
between them would wait for all. So each waits for its turn when what it selects of was read, and small ones pass by.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

LARGE: Final = 2_000
"""The estimated cost from which on an answer is large: some 20 ms."""


class Turn:
    """The turn of one operation, taken when its first value was read."""

    def __init__(self, free: asyncio.Lock) -> None:
        """Wait until it is ``free``."""
        self._free = free
        self._taking = asyncio.Lock()
        self._taken = False
        self._ended = asyncio.Event()

    async def take(self) -> None:
        """Return when it is this operation's turn. Its other root fields may ask at the same time, and deferred ones when it is over."""
        async with self._taking:
            if self._taken or self._ended.is_set():
                return
            await self._free.acquire()
            self._taken = True
            if self._ended.is_set():
                self._free.release()

    def end(self) -> None:
        """Let the next one go."""
        self._ended.set()
        if self._taken:
            self._free.release()


class LargeAnswers:
    """Gives out turns."""

    def __init__(self) -> None:
        """Begin with nobody's turn."""
        self._free = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, cost: int) -> AsyncIterator[Turn | None]:
        """Have a turn until the block ends, if an operation of this cost needs one."""
        if cost < LARGE:
            yield None
            return
        turn = Turn(self._free)
        try:
            yield turn
        finally:
            turn.end()
