"""Requests that are counted in this process are counted as the library counts them, and whoever no longer asks is forgotten."""

import math
from types import SimpleNamespace

import limits.storage.memory
import limits.strategies
import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.web.windows import Windows

SECONDS = 60
ASKED = st.lists(st.tuples(st.integers(0, 90), st.sampled_from("ab")), max_size=60)
"""After how many seconds somebody asks, and who."""


class Clock:
    """Goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.5  # not where a window begins, nor a whole second, so that both round alike

    def time(self) -> float:
        return self.now


@given(asked=ASKED, amount=st.integers(1, 5))
def test_every_answer_is_that_of_the_library(asked: list[tuple[int, str]], amount: int) -> None:
    clock, item = Clock(), parse(f"{amount}/minute")
    windows = Windows(SECONDS, clock.time)
    with pytest.MonkeyPatch.context() as patch:
        # It reads the time itself and takes no clock; its storage also starts threads, which only remove what is over.
        patch.setattr(limits.storage.memory, "time", SimpleNamespace(time=clock.time))
        patch.setattr(limits.strategies, "time", SimpleNamespace(time=clock.time))
        library = SlidingWindowCounterRateLimiter(MemoryStorage())
        for seconds, key in asked:
            clock.now += seconds / 3
            allowed = library.hit(item, key)
            stats = library.get_window_stats(item, key)
            count = windows.add(key, amount)
            assert (count.allowed, count.left) == (allowed, stats.remaining if allowed else 0)
            assert math.isclose(count.seconds, max(1, stats.reset_time - clock.now), abs_tol=0.51)


def test_who_does_not_ask_for_two_windows_is_forgotten() -> None:
    clock = Clock()
    windows = Windows(SECONDS, clock.time)
    for number in range(100):
        windows.add(number, 3)
    assert windows.kept == 100
    clock.now += SECONDS
    windows.add("x", 3)
    assert windows.kept == 101
    clock.now += SECONDS
    windows.add("x", 3)
    assert windows.kept == 2, "once in this window, once in the one before"


def test_after_a_long_silence_everything_is_allowed_again() -> None:
    clock = Clock()
    windows = Windows(SECONDS, clock.time)
    assert [windows.add("x", 1).allowed for _ in range(2)] == [True, False]
    clock.now += 2 * SECONDS
    assert windows.add("x", 1).allowed
