"""Two ways through the same work, by turns in one process: what else the machine does touches both, and only the ratio is told."""

from collections.abc import Awaitable, Callable
from time import process_time
from typing import TypeAlias

import orjson

ROUNDS = 7
OF_FAST = 3
"""Answers of the fast way in each round: short ones need more tries until one is undisturbed."""

Way: TypeAlias = Callable[[], Awaitable[bytes]]
"""Does the work once, and gives the answer."""


async def times_as_fast(fast: Way, slow: Way) -> float:
    """Return how many times the CPU time of ``fast`` the one of ``slow`` is; of each the least counts.

    Raises:
        AssertionError: their answers differ.
    """
    assert orjson.loads(await fast()) == orjson.loads(await slow()), "the two ways answer differently"
    of_fast: list[float] = []
    of_slow: list[float] = []
    for _ in range(ROUNDS):
        of_fast += [await cpu_seconds(fast) for _ in range(OF_FAST)]
        of_slow.append(await cpu_seconds(slow))
    return min(of_slow) / min(of_fast)


async def cpu_seconds(way: Way) -> float:
    """Return the seconds that this process was on a processor for one answer."""
    started = process_time()
    await way()
    return process_time() - started
