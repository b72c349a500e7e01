"""A cap on what runs at once, fair between callers: each in turn gets the next free place, however many reads it has waiting."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Hashable
from typing import TypeAlias

from app.errors import UpstreamUnavailable

Place: TypeAlias = asyncio.Future[None]


class Turns:
    """Gives out places.

    Attributes:
        waiting: how many wait now.
        refused: how many were refused so far.
    """

    def __init__(self, at_once: int, waiting_at_most: int) -> None:
        """Have so many places, and room for so many who wait."""
        self._places = self._free = at_once
        self._waiting_at_most = waiting_at_most
        self._queues: OrderedDict[Hashable, deque[Place]] = OrderedDict()
        self.waiting = 0
        self.refused = 0

    @property
    def running(self) -> int:
        """How many places are held now."""
        return self._places - self._free

    async def begin(self, caller: Hashable) -> None:
        """Take a place, as soon as there is one.

        Raises:
            UpstreamUnavailable: too many wait already.
        """
        if self._free:
            self._free -= 1
        else:
            await self._wait(caller)

    def end(self) -> None:
        """Give a place to the caller whose turn it is, who then stands last."""
        while self._queues:
            caller, queue = self._queues.popitem(last=False)
            place = queue.popleft()
            if queue:
                self._queues[caller] = queue
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    async def _wait(self, caller: Hashable) -> None:
        if self.waiting >= self._waiting_at_most:
            self.refused += 1
            raise UpstreamUnavailable("Too many reads wait for the upstream. Try again later.", retryAfter=1)
        place = asyncio.get_running_loop().create_future()
        self._queues.setdefault(caller, deque()).append(place)
        self.waiting += 1
        try:
            await place
        except asyncio.CancelledError:
            if not place.cancelled():
                self.end()
            raise
        finally:
            self._forget(caller, place)

    def _forget(self, caller: Hashable, place: Place) -> None:
        """Leave the queue, where a place was not given."""
        self.waiting -= 1
        queue = self._queues.get(caller)
        if queue is not None and place in queue:
            queue.remove(place)
            if not queue:
                del self._queues[caller]
