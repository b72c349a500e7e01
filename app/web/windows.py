"""A sliding window that is counted in this process, as ``limits`` counts it, without its locks, tasks and walks over every key.

The requests of the window before count as far as it still overlaps the last ``seconds``. Two mappings are all there is: when a window
ends, the older one is dropped whole, and with it everybody who no longer asks.
"""

from collections.abc import Callable, Hashable

from msgspec import Struct


class Count(Struct, frozen=True):
    """What came of counting a request.

    Attributes:
        allowed: whether it is within the rate.
        left: requests that are still allowed.
        more_in: seconds until there is more.
    """

    allowed: bool
    left: int
    more_in: float

    @property
    def seconds(self) -> int:
        """Whole seconds until there is more."""
        return round(self.more_in) or 1


class Windows:
    """Counts the requests of every key in windows of one length."""

    def __init__(self, seconds: int, clock: Callable[[], float]) -> None:
        """Count in windows of so many ``seconds``; ``clock`` gives seconds, and never goes back."""
        self._seconds = seconds
        self._clock = clock
        self._window = 0.0
        self._ends = 0.0
        self._before: dict[Hashable, int] = {}
        self._counts: dict[Hashable, int] = {}

    @property
    def kept(self) -> int:
        """How many counts are kept."""
        return len(self._before) + len(self._counts)

    def add(self, key: Hashable, amount: int) -> Count:
        """Count one request of ``key``, if it is one of the ``amount`` that are allowed."""
        now = self._clock()
        if now >= self._ends:
            self._turn(now // self._seconds)
        rest, count = self._ends - now, self._counts.get(key, 0)
        left, more_in = amount - count, rest
        if before := self._before.get(key):
            left -= int(before * rest / self._seconds)
            more_in = rest % (self._seconds / before)
        if left <= 0:
            return Count(False, 0, more_in)  # noqa: FBT003 - their names would take as long as all the rest
        self._counts[key] = count + 1
        return Count(True, left - 1, more_in)  # noqa: FBT003 - as above

    def _turn(self, window: float) -> None:
        self._before = self._counts if window == self._window + 1 else {}
        self._counts = {}
        self._window = window
        self._ends = (window + 1) * self._seconds
