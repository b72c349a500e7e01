"""How many requests came, how they ended, and how long they took: counted in plain numbers, which ``/metrics`` reads when it is asked."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.envelope import STATUS

BOUNDS_S: Final = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0)
"""Of the histogram: what a compiled operation takes stands left, what waits until the deadline right."""
TOGETHER: Final = 64
"""Requests that are added up in one go."""
UNANSWERED: Final = 500
"""The status of a request that ended without one: the server answers it so."""


class Requests:
    """Counted since the start, many at a time: one by one, between other work, that would take twice as long."""

    def __init__(self) -> None:
        """Begin with none."""
        self._new: list[tuple[int, float]] = []
        self._statuses = Counter[int]()
        self._within = [0] * (len(BOUNDS_S) + 1)
        self._seconds = 0.0

    def count(self, status: int, seconds: float) -> None:
        """Count one."""
        self._new.append((status, seconds))
        if len(self._new) >= TOGETHER:
            self._add_up()

    @property
    def statuses(self) -> Counter[int]:
        """How many requests had which HTTP status."""
        self._add_up()
        return self._statuses

    @property
    def seconds(self) -> float:
        """How many seconds all took."""
        self._add_up()
        return self._seconds

    def up_to(self) -> Sequence[int]:
        """Return how many took at most each bound, and how many there were in all."""
        self._add_up()
        return [*accumulate(self._within)]

    def _add_up(self) -> None:
        for status, seconds in self._new:
            self._statuses[status] += 1
            self._within[bisect_left(BOUNDS_S, seconds)] += 1
            self._seconds += seconds
        self._new.clear()


class MeasuringMiddleware:
    """Counts the requests of one route, until their last byte."""

    def __init__(self, app: ASGIApp, requests: Requests) -> None:
        """Wrap ``app``, and count in ``requests``."""
        self.app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        began = perf_counter()
        try:
            await self.app(scope, receive, send)
        finally:
            self._requests.count(scope.get(STATUS, UNANSWERED), perf_counter() - began)
