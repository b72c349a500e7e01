"""A circuit breaker for one host: it stops asking an upstream that fails, and finds out with single calls when it is back.

Written here because the kept libraries count failures in a row only, or let everybody through once the pause is over.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import Self

from app.errors import UpstreamUnavailable
from app.upstream.limits import Limits

REMEMBERED_CALLS = 20
REMEMBERED_SECONDS = 30.0


class State(Enum):
    """Closed lets calls through, open none, half-open a single one."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Call:
    """One call that the breaker let through: say how it ended. One that says nothing was given up, which counts for neither."""

    def __init__(self, end: Callable[["Call"], None]) -> None:
        """Begin; ``end`` is told when it is over."""
        self.failed: bool | None = None
        self._end = end

    def __enter__(self) -> Self:
        """Begin the block in which the call is made."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._end(self)


class Breaker:
    """Opens when enough of the last calls failed.

    Attributes:
        opened: how often it opened so far.
        refused: how many calls it refused so far.
    """

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Begin closed; ``now`` is the clock, in seconds."""
        self._failures = limits.breaker_failures
        self._pause = limits.breaker_pause
        self._now = now
        self._ended: deque[tuple[float, bool]] = deque(maxlen=REMEMBERED_CALLS)
        self._opened_at: float | None = None
        self._probe: Call | None = None
        self.opened = 0
        self.refused = 0

    @property
    def state(self) -> State:
        """What it does with the next call."""
        if self._opened_at is None:
            return State.CLOSED
        return State.OPEN if self._wait() > 0 else State.HALF_OPEN

    def refuse_if_open(self) -> None:
        """Refuse what would have to wait.

        Raises:
            UpstreamUnavailable: with the seconds until the next attempt may succeed.
        """
        if self._opened_at is not None and (self._wait() > 0 or self._probe is not None):
            self.refused += 1
            seconds = max(1, math.ceil(round(self._wait(), 3)))
            raise UpstreamUnavailable("The upstream failed repeatedly and is given a pause. Try again later.", retryAfter=seconds)

    def call(self) -> Call:
        """Let one call through, in a ``with`` block.

        Raises:
            UpstreamUnavailable: when it is open, or another call finds out whether the upstream is back.
        """
        self.refuse_if_open()
        call = Call(self._end)
        if self._opened_at is not None:
            self._probe = call
        return call

    def _wait(self) -> float:
        assert self._opened_at is not None, "only an open breaker makes wait"
        return self._opened_at + self._pause - self._now()

    def _end(self, call: Call) -> None:
        if call is self._probe:
            self._probe = None
            self._conclude(call)
        elif self._opened_at is None and call.failed is not None:
            self._count(failed=call.failed)

    def _conclude(self, probe: Call) -> None:
        if probe.failed is True:
            self._open()
        elif probe.failed is False:
            self._opened_at = None

    def _count(self, *, failed: bool) -> None:
        now = self._now()
        self._ended.append((now, failed))
        if failed and sum(ended for at, ended in self._ended if at > now - REMEMBERED_SECONDS) >= self._failures:
            self._open()

    def _open(self) -> None:
        self._opened_at = self._now()
        self.opened += 1
        self._ended.clear()
