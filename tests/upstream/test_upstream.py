"""The upstream as a whole: what is shared, what is remembered, what is logged, and what readiness says."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from app.emulator.faults import Delay, Drip, Reply
from app.emulator.running import RunningEmulator
from app.errors import AccountNotFound, GatewayError, UpstreamTimeout, UpstreamUnavailable
from app.model import View
from app.upstream.breaker import State
from app.upstream.cache import Body
from app.upstream.calling import account_hash
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Read, Upstream

ALL, LATEST, OLD = View(), View(history=False), View(implied=False, history=False, current=False)
Open = Callable[..., Upstream]


@pytest.fixture
async def open_with(emulator: RunningEmulator) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        def opened(**limits: float) -> Upstream:
            upstream = open_upstream(emulator.base_url, Limits(**limits))  # type: ignore[arg-type]  # each is a number
            stack.push_async_callback(upstream.close)
            return upstream

        yield opened


def by_id(view: View = ALL, account: str = "acme") -> Read:
    flag = str(view.history).lower()
    return Read(account, f"{account}/Profile/7?includeConsentHistory={flag}", (account, 7), view, is_list=False)


def by_phone(account: str = "acme") -> Read:
    return Read(account, f"{account}/Profile/Phone?phoneNumber=15550100100", (account, "15550100100"), ALL, is_list=True)


async def asked_at_once(upstream: Upstream, *reads: tuple[Read, str]) -> list[Body]:
    return list(await asyncio.gather(*[upstream.read(read, credential) for read, credential in reads]))


async def test_equal_reads_of_one_caller_are_one_call(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.1))
    upstream = open_with()
    await asked_at_once(upstream, *[(by_id(), "Bearer a")] * 5)
    assert (emulator.record.total, upstream.counters.reads, upstream.counters.calls, upstream.joined) == (1, 5, 1, 4)


async def test_a_read_with_history_serves_one_without_at_the_same_time(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.1))
    wide, narrow = await asked_at_once(open_with(), (by_id(), "Bearer a"), (by_id(LATEST), "Bearer a"))
    assert emulator.record.total == 1
    assert wide is narrow
    assert narrow.view == ALL, "whoever reads it has to narrow it"


@pytest.mark.parametrize("other", [(by_id(), "Bearer b"), (by_id(), "Bearer A"), (by_id(account="other"), "Bearer a")])
async def test_nothing_is_shared_across_credentials_and_accounts(
    open_with: Open, emulator: RunningEmulator, other: tuple[Read, str]
) -> None:
    emulator.data.put("other", [{"ProfileId": 7}])
    emulator.faults.add(Delay(seconds=0.1))
    await asked_at_once(open_with(cache_seconds=60), (by_id(), "Bearer a"), other)
    assert emulator.record.total == 2


async def test_an_error_is_told_to_all_who_wait_and_not_remembered(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.set([Delay(seconds=0.1, times=1), Reply(status=500, times=1)])
    upstream = open_with()
    errors = await asyncio.gather(*[upstream.read(by_id(), "Bearer a") for _ in range(3)], return_exceptions=True)
    assert [type(error) for error in errors] == [UpstreamUnavailable] * 3
    assert len({id(error) for error in errors}) == 3, "an exception carries the frames of one request"
    assert (await upstream.read(by_id(), "Bearer a")).content
    assert emulator.record.total == 2


async def test_nothing_is_kept_unless_it_is_set(open_with: Open, emulator: RunningEmulator) -> None:
    upstream = open_with()
    for _ in range(2):
        await upstream.read(by_id(OLD), "Bearer a")
    assert emulator.record.total == 2


async def test_a_kept_answer_serves_what_shows_neither_consents_nor_preferences(open_with: Open, emulator: RunningEmulator) -> None:
    upstream = open_with(cache_seconds=60)
    await upstream.read(by_id(), "Bearer a")
    await upstream.read(by_id(OLD), "Bearer a")
    assert (emulator.record.total, upstream.counters.cached) == (1, 1)
    await upstream.read(by_id(LATEST), "Bearer a")
    assert emulator.record.total == 2, "consents are as they are now"
    await upstream.read(by_id(OLD), "Bearer b")
    assert emulator.record.total == 3, "another caller may see something else"


async def test_an_account_that_is_unknown_is_not_asked_for_again_at_once(open_with: Open, emulator: RunningEmulator) -> None:
    upstream = open_with(unknown_account=0.2)
    for read in (by_phone("nobody"), by_phone("nobody"), by_id(account="nobody")):
        with pytest.raises(AccountNotFound):
            await upstream.read(read, "Bearer a")
    assert emulator.record.total == 1
    with pytest.raises(AccountNotFound):
        await upstream.read(by_phone("nobody"), "Bearer b")
    assert emulator.record.total == 2, "another caller may know it"
    await asyncio.sleep(0.2)
    emulator.data.put("nobody", [])
    assert (await upstream.read(by_phone("nobody"), "Bearer a")).content == b"[]"
    emulator.data.drop("nobody")


async def test_a_missing_profile_does_not_make_its_account_unknown(open_with: Open, emulator: RunningEmulator) -> None:
    upstream = open_with()
    missing = Read("acme", "acme/Profile/8", ("acme", 8), ALL, is_list=False)
    with pytest.raises(AccountNotFound):
        await upstream.read(missing, "Bearer a")
    assert (await upstream.read(by_id(), "Bearer a")).content
    assert emulator.record.total == 2


async def test_no_call_goes_out_after_the_deadline(open_with: Open, emulator: RunningEmulator) -> None:
    with pytest.raises(UpstreamTimeout):
        await open_with().read(by_id(), "Bearer a", deadline=asyncio.get_running_loop().time())
    assert emulator.record.total == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 500, 501])
async def test_what_will_not_pass_is_asked_for_once(open_with: Open, emulator: RunningEmulator, status: int) -> None:
    emulator.faults.add(Reply(status=status))
    with pytest.raises(GatewayError):
        await open_with().read(by_id(), "Bearer a")
    assert emulator.record.total == 1


async def test_readiness_says_that_the_upstream_is_given_a_pause_and_finds_out_when_it_is_over(
    open_with: Open, emulator: RunningEmulator
) -> None:
    upstream = open_with(breaker_failures=2, breaker_pause=0.2)
    await upstream.ready()
    emulator.faults.add(Reply(status=500))
    for _ in range(2):
        with pytest.raises(UpstreamUnavailable):
            await upstream.read(by_id(), "Bearer a")
    with pytest.raises(UpstreamUnavailable, match="given a pause"):
        await upstream.ready()
    await asyncio.sleep(0.2)
    await upstream.ready()
    assert upstream.breaker.state is State.CLOSED


async def test_the_log_tells_how_calls_went_and_not_what_they_were_about(
    open_with: Open, emulator: RunningEmulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    emulator.faults.add(Reply(status=503, times=1, body="canary Ann Example"))
    await open_with().read(by_phone(), "Bearer canary")
    calls = [vars(record) for record in caplog.records if record.name == "app.upstream.calling"]
    assert [(call["status"], call["attempt"], call["account"]) for call in calls] == [
        (503, 1, account_hash("acme")),
        (200, 2, account_hash("acme")),
    ]
    ours = "\n".join(record.getMessage() + repr(vars(record)) for record in caplog.records if "uvicorn" not in record.name)
    assert not any(secret in ours for secret in ("canary", "Ann", "15550100100", "acme"))


def numbered(number: int) -> Read:
    return Read("acme", f"acme/Profile/7?n={number}", number, ALL, is_list=False)


async def test_a_pile_up_is_refused_with_a_hint(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.3))
    upstream = open_with(at_once=2, waiting=3)
    began = asyncio.get_running_loop().time()
    outcomes = await asyncio.gather(*[upstream.read(numbered(number), "Bearer a") for number in range(8)], return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, UpstreamUnavailable)]
    assert [error.extensions["retryAfter"] for error in refused] == [1, 1, 1]
    assert (emulator.record.total, upstream.turns.refused, upstream.turns.waiting) == (5, 3, 0)
    assert asyncio.get_running_loop().time() - began < 2


async def test_a_call_that_was_to_find_out_and_was_given_up_leaves_it_to_the_next(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.set([Reply(status=500, times=1), Delay(seconds=0.5, times=1)])
    upstream = open_with(breaker_failures=1, breaker_pause=0.1)
    with pytest.raises(UpstreamUnavailable):
        await upstream.read(by_id(), "Bearer a")
    await asyncio.sleep(0.1)
    finding_out = asyncio.create_task(upstream.read(by_id(), "Bearer a"))
    await asyncio.sleep(0.1)
    with pytest.raises(UpstreamUnavailable, match="given a pause"):
        await upstream.read(numbered(1), "Bearer a")
    finding_out.cancel()
    await asyncio.wait([finding_out])
    assert (await upstream.read(numbered(2), "Bearer a")).content
    assert upstream.breaker.state is State.CLOSED


async def test_a_call_that_began_late_and_was_cut_says_nothing_about_the_upstream(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.4))
    upstream = open_with(at_once=1, deadline=1, silence=0.5, attempts=1, breaker_failures=1)
    reads = [upstream.read(numbered(number), "Bearer a") for number in range(4)]
    outcomes = await asyncio.gather(*reads, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Body, Body, UpstreamTimeout, UpstreamTimeout]
    assert upstream.breaker.state is State.CLOSED


async def test_a_call_that_had_its_time_and_was_cut_speaks_against_the_upstream(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Drip(pause=0.05))
    upstream = open_with(deadline=0.4, silence=0.2, attempts=1, breaker_failures=1)
    with pytest.raises(UpstreamTimeout):
        await upstream.read(by_id(), "Bearer a")
    assert upstream.breaker.state is State.OPEN


async def test_what_is_logged_of_a_read_says_nothing_of_it(open_with: Open) -> None:
    body = await open_with().read(by_phone(), "Bearer a")
    assert b"ProfileId" in body.content
    assert not any(secret in f"{body!r} {by_phone()!r}" for secret in ("ProfileId", "15550100100", "5550100100"))
