"""The check of CI fails when a fast way is not taken, or answers otherwise, and says what is below its target."""

import pytest

from bench.both_ways import BothWays, NotTaken
from bench.by_turns import times_as_fast
from bench.check import Check
from bench.executors import Held


async def test_the_plain_way_does_not_pass_for_the_compiled_one() -> None:
    not_compiled_for = Held([])
    with pytest.raises(NotTaken, match="because of: source"):
        await BothWays(not_compiled_for).ratio()


async def test_ways_that_answer_differently_are_not_compared() -> None:
    with pytest.raises(AssertionError, match="differently"):
        await times_as_fast(one, another)


@pytest.mark.parametrize(("found", "at_least", "enough"), [(2.0, 2.0, True), (1.9, 2.0, False)])
def test_a_ratio_below_its_target_fails(found: float, at_least: float, enough: bool) -> None:
    async def ratio() -> float:
        return found

    verdict = Check("this beside that", at_least, ratio).verdict()
    assert verdict == (enough, f"{'✓' if enough else '✗'} this beside that: {found:.2f} times as fast; at least 2 is expected")


def test_a_way_that_was_not_taken_fails() -> None:
    async def ratio() -> float:
        raise NotTaken("The plain way answered.")

    assert Check("this beside that", 2.0, ratio).verdict() == (False, "✗ this beside that: The plain way answered.")


async def one() -> bytes:
    return b'{"data":1}'


async def another() -> bytes:
    return b'{"data":2}'
