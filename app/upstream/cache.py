"""What is remembered across requests: for seconds, within a bound, and always for one credential."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from msgspec import Struct

from app.model import View

V = TypeVar("V")


class Body(Struct, frozen=True):
    """An answer's JSON and what it shows."""

    content: bytes
    view: View

    def __repr__(self) -> str:
        """Never show who is in it."""
        return "Body(…)"


class Cache(Generic[V]):
    """Forgets what is older than its seconds, and the least recently used beyond its size."""

    def __init__(self, seconds: float, size: int, size_of: Callable[[V], int], now: Callable[[], float] = time.monotonic) -> None:
        """Keep values of ``size`` in all, each for ``seconds``; ``now`` is the clock."""
        self._seconds = seconds
        self._size = size
        self._size_of = size_of
        self._now = now
        self._kept: OrderedDict[Hashable, tuple[float, V]] = OrderedDict()
        self.size = 0

    def get(self, key: Hashable) -> V | None:
        """Return what is kept."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if kept[0] <= self._now():
            self.drop(key)
            return None
        self._kept.move_to_end(key)
        return kept[1]

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value, in place of an older one."""
        if not self._seconds:
            return
        self.drop(key)
        size = self._size_of(value)
        if size > self._size:
            return
        self._kept[key] = (self._now() + self._seconds, value)
        self.size += size
        while self.size > self._size:
            self.drop(next(iter(self._kept)))

    def drop(self, key: Hashable) -> None:
        """Forget a value."""
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.size -= self._size_of(kept[1])
