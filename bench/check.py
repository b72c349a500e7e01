"""Did the fast ways stay fast? Ratios within one process only, far below what is measured (README.md), so that only a real loss fails."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial

import uvloop
from msgspec import Struct

from bench.both_ways import NotTaken, compiled_beside_plain, rest, sqlite
from bench.executors import lean_beside_stock


class Check(Struct, frozen=True):
    """One ratio.

    Attributes:
        title: what is beside what.
        at_least: what it must be.
        ratio: measures it.
    """

    title: str
    at_least: float
    ratio: Callable[[], Awaitable[float]]

    def verdict(self) -> tuple[bool, str]:
        """Measure; return whether it is enough, and a line that says so."""
        try:
            found = uvloop.run(_measured(self.ratio))
        except (NotTaken, AssertionError) as error:
            return False, f"✗ {self.title}: {error}"
        enough = found >= self.at_least
        return enough, f"{'✓' if enough else '✗'} {self.title}: {found:.2f} times as fast; at least {self.at_least:g} is expected"


CHECKS = (
    Check("50 full profiles, lean executor beside graphql-core's", 5.0, lean_beside_stock),
    Check("50 full profiles over REST, compiled way beside plain", 4, partial(compiled_beside_plain, rest)),
    Check("50 full profiles over SQLite, compiled way beside plain", 6.0, partial(compiled_beside_plain, sqlite)),
)


def verdicts() -> Iterator[tuple[bool, str]]:
    """Measure everything, one after the other."""
    return (check.verdict() for check in CHECKS)


async def _measured(ratio: Callable[[], Awaitable[float]]) -> float:
    return await ratio()
