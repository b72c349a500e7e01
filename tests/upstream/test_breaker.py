"""The circuit breaker, on a clock that the tests move."""

import pytest
from hypothesis import settings
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, consumes, multiple, precondition, rule
from hypothesis.strategies import floats, sampled_from

from app.errors import UpstreamUnavailable
from app.upstream.breaker import REMEMBERED_CALLS, REMEMBERED_SECONDS, Breaker, State
from app.upstream.limits import Limits

LIMITS = Limits(breaker_failures=3, breaker_pause=5)


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(LIMITS, clock)


def state(breaker: Breaker) -> State:
    return breaker.state


def end_call(breaker: Breaker, *, failed: bool | None) -> None:
    with breaker.call() as call:
        call.failed = failed


def fail(breaker: Breaker, times: int = LIMITS.breaker_failures) -> None:
    for _ in range(times):
        end_call(breaker, failed=True)


def test_it_opens_when_enough_of_the_last_calls_failed(breaker: Breaker) -> None:
    fail(breaker, 2)
    end_call(breaker, failed=False)
    assert state(breaker) is State.CLOSED
    fail(breaker, 1)
    assert state(breaker) is State.OPEN


def test_while_it_is_open_it_refuses_and_says_for_how_long(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += 1.5
    with pytest.raises(UpstreamUnavailable) as refused, breaker.call():
        pytest.fail("the call went out")
    assert refused.value.extensions["retryAfter"] == 4
    assert breaker.refused == 1


def test_failures_of_long_ago_do_not_count(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 2)
    clock.seconds += REMEMBERED_SECONDS
    fail(breaker, 2)
    assert state(breaker) is State.CLOSED


def test_after_the_pause_one_call_finds_out_and_the_others_are_refused(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += 5
    assert state(breaker) is State.HALF_OPEN
    with breaker.call() as probe:
        with pytest.raises(UpstreamUnavailable), breaker.call():
            pytest.fail("a second call went out")
        probe.failed = False
    assert state(breaker) is State.CLOSED
    fail(breaker, 2)
    assert state(breaker) is State.CLOSED, "what failed before the pause is forgotten"


def test_a_probe_that_fails_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += 5
    fail(breaker, 1)
    assert state(breaker) is State.OPEN
    assert breaker.opened == 2


def test_a_probe_that_was_given_up_leaves_it_to_the_next_call(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += 5
    end_call(breaker, failed=None)
    assert state(breaker) is State.HALF_OPEN
    end_call(breaker, failed=False)
    assert state(breaker) is State.CLOSED


def test_a_call_from_before_the_pause_says_nothing_about_now(breaker: Breaker, clock: Clock) -> None:
    with breaker.call() as early:
        fail(breaker)
        clock.seconds += 5
        early.failed = False
    assert state(breaker) is State.HALF_OPEN


class Running:
    """A call that was let through and has not ended, and whether it is to find out."""

    def __init__(self, breaker: Breaker, *, probe: bool) -> None:
        self.probe = probe
        self._block = breaker.call()
        self._call = self._block.__enter__()

    def end(self, failed: bool | None) -> None:
        self._call.failed = failed
        self._block.__exit__(None, None, None)


class AnyHistory(RuleBasedStateMachine):
    """Calls overlap, end in any order, and are given up; time passes."""

    running: Bundle[Running] = Bundle("running")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(LIMITS, self.clock)
        self.probing = False
        self.ended: list[tuple[float, bool]] = []

    @rule(target=running)
    def begin(self) -> MultipleResults[Running] | Running:
        before = state(self.breaker)
        if before is State.OPEN or self.probing:
            with pytest.raises(UpstreamUnavailable) as refused, self.breaker.call():
                pytest.fail("the call went out")
            assert 1 <= int(refused.value.extensions["retryAfter"]) <= LIMITS.breaker_pause
            return multiple()
        self.probing = before is State.HALF_OPEN
        return Running(self.breaker, probe=self.probing)

    @rule(call=consumes(running), failed=sampled_from([True, False, None]))
    def end(self, call: Running, failed: bool | None) -> None:
        before = state(self.breaker)
        call.end(failed)
        if call.probe:
            self.probing = False
            expected = {True: State.OPEN, False: State.CLOSED, None: State.HALF_OPEN}[failed]
        elif before is not State.CLOSED:
            expected = before  # it began before the pause and says nothing about now
        else:
            expected = self.counted(failed)
        assert state(self.breaker) is expected

    def counted(self, failed: bool | None) -> State:
        if failed is not None:
            self.ended = [*self.ended, (self.clock.seconds, failed)][-REMEMBERED_CALLS:]
        failures = [at for at, failure in self.ended if failure and at > self.clock.seconds - REMEMBERED_SECONDS]
        if failed and len(failures) >= LIMITS.breaker_failures:
            self.ended = []
            return State.OPEN
        return State.CLOSED

    @rule(seconds=floats(0, 10))
    def wait(self, seconds: float) -> None:
        self.clock.seconds += seconds

    @precondition(lambda self: state(self.breaker) is State.OPEN)
    @rule()
    def wait_for_the_pause_to_end(self) -> None:
        self.clock.seconds += LIMITS.breaker_pause
        assert state(self.breaker) is State.HALF_OPEN
        assert not self.probing, "one call may find out"


AnyHistory.TestCase.settings = settings(max_examples=60, deadline=None)
test_any_history = AnyHistory.TestCase
