"""A sliding window that is counted in this process, as ``limits`` counts it, without its locks, tasks and walks over every key.

The requests of the window before count as far as it still overlaps the last ``seconds``. Two mappings are all there is: when a window
ends, the older one is dropped whole, and with it everybody who no longer asks.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple


class Count(NamedTuple):
    """What came of counting a request.

    Attributes:
        allowed: whether it is within the rate.
        left: requests that are still allowed.
        seconds: until there is more.
    """

    allowed: bool
    left: int
    seconds: int


class Windows:
    """Counts the requests of every key in windows of one length."""

    def __init__(self, seconds: int, clock: Callable[[], float]) -> None:
        """Count in windows of so many ``seconds``; ``clock`` gives seconds, and never goes back."""
        self._seconds = seconds
        self._clock = clock
        self._window = 0.0
        self._before: dict[Hashable, int] = {}
        self._counts: dict[Hashable, int] = {}

    @property
    def kept(self) -> int:
        """How many counts are kept."""
        return len(self._before) + len(self._counts)

    def add(self, key: Hashable, amount: int) -> Count:
        """Count one request of ``key``, if it is one of the ``amount`` that are allowed."""
        window, passed = divmod(self._clock(), self._seconds)
        if window != self._window:
            self._turn(window)
        rest, before, count = self._seconds - passed, self._before.get(key, 0), self._counts.get(key, 0)
        used = count + int(before * rest / self._seconds)
        more_in = max(1, round(rest % (self._seconds / before) if before else rest))
        if used >= amount:
            return Count(allowed=False, left=0, seconds=more_in)
        self._counts[key] = count + 1
        return Count(allowed=True, left=amount - used - 1, seconds=more_in)

    def _turn(self, window: float) -> None:
        self._before = self._counts if window == self._window + 1 else {}
        self._counts = {}
        self._window = window
