"""How long to wait before another attempt, and how many there may be."""

import asyncio

from hypothesis import given
from hypothesis.strategies import booleans, integers, lists

from app.errors import UpstreamUnavailable
from app.model import View
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.retries import EXTRA_CALLS, FIRST_WAIT_S, LONGEST_WAIT_S, RESERVE, Budget, wait_before_retry
from app.upstream.upstream import Read, Upstream
from tests.upstream.in_memory import InMemory

BROKEN = Failure(UpstreamUnavailable, passing=True)


class Weather(InMemory):
    """An upstream that answers 503, until it is fair."""

    def __init__(self) -> None:
        self.fair = False
        self.calls = 0

    async def get(self, url: str, headers: Headers) -> Reply:  # noqa: ARG002
        self.calls += 1
        return Reply(200 if self.fair else 503, {}, b"[]")


def upstream_in(weather: Weather, **limits: float) -> Upstream:
    return open_upstream("http://upstream.example/v4", Limits(**limits), http=weather)  # type: ignore[arg-type]


async def failures(upstream: Upstream, reads: int) -> int:
    """Read so often at once, and count what failed."""
    asked = [upstream.read(Read("acme", f"acme/Profile/{n}", n, View(), is_list=False)) for n in range(reads)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    return sum(isinstance(outcome, UpstreamUnavailable) for outcome in outcomes)


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


async def test_a_read_whose_failure_opens_the_breaker_waits_for_nothing() -> None:
    weather = Weather()
    upstream = upstream_in(weather, breaker_failures=1)
    began = asyncio.get_running_loop().time()
    assert await failures(upstream, 1) == 1
    assert asyncio.get_running_loop().time() - began < FIRST_WAIT_S / 2
    assert (weather.calls, upstream.counters.retries) == (1, 0)


async def test_reads_that_the_breaker_refuses_earn_no_retries() -> None:
    weather = Weather()
    upstream = upstream_in(weather, attempts=2, at_once=100, breaker_failures=20, breaker_pause=0.3)
    assert await failures(upstream, 19) == 19
    assert await failures(upstream, 1000) == 1000
    assert weather.calls < 100, "the breaker kept most of them back"
    await asyncio.sleep(0.3)
    weather.fair = True
    assert await failures(upstream, 1) == 0
    weather.fair, retries = False, upstream.counters.retries
    assert await failures(upstream, 19) == 19
    assert upstream.counters.retries - retries <= 2, "twenty calls went out, and earned two"
