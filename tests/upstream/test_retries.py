"""How long to wait before another attempt, and how many there may be."""

from hypothesis import given
from hypothesis.strategies import booleans, integers, lists

from app.errors import UpstreamUnavailable
from app.upstream.failures import Failure
from app.upstream.retries import EXTRA_CALLS, FIRST_WAIT_S, LONGEST_WAIT_S, RESERVE, Budget, wait_before_retry

BROKEN = Failure(UpstreamUnavailable, passing=True)


@given(integers(1, 50))
def test_waits_grow_up_to_a_limit_and_are_never_all_the_same(attempt: int) -> None:
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (attempt - 1))
    waits = {wait_before_retry(BROKEN, attempt) for _ in range(20)}
    assert len(waits) > 1
    assert longest / 2 <= min(waits) <= max(waits) <= longest


def test_what_the_upstream_asks_for_comes_first() -> None:
    assert wait_before_retry(Failure(UpstreamUnavailable, passing=True, wait=7), 1) == 7


@given(lists(booleans(), max_size=500))
def test_retries_never_exceed_a_tenth_of_the_calls_and_the_reserve(wishes: list[bool]) -> None:
    budget, retries = Budget(), 0
    for calls, fails in enumerate(wishes, start=1):
        budget.earn()
        retries += fails and budget.spend()
        assert retries <= calls * EXTRA_CALLS + RESERVE


def test_in_an_outage_retries_come_to_a_tenth() -> None:
    budget, retries = Budget(), 0
    for _ in range(1000):
        budget.earn()
        retries += budget.spend()
    assert 100 <= retries <= 110
