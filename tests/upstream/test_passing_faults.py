"""Faults that nobody sees: a further attempt, a new connection or a new token makes up for them."""

from collections.abc import Sequence

import pytest

from app.upstream.client_credentials import Client, ClientCredentials
from app.upstream.limits import Limits
from tests.upstream import faults
from tests.upstream.asking import DEADLINE_S, SLACK_S, Gateway
from tests.upstream.faults import says
from tests.upstream.raw_upstream import Fault, RawUpstream
from tests.upstream.watching import gateway_to


@pytest.mark.parametrize(("status", "headers"), [(429, {"Retry_After": "0"}), (502, {}), (503, {}), (504, {})])
async def test_what_passes_in_a_moment_is_asked_for_again(
    upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int], status: int, headers: dict[str, str]
) -> None:
    upstream.fault, upstream.times = says(b"", status, **headers), min(3, len(numbers))
    outcomes = await gateway.read(numbers)
    assert outcomes.by_number == dict.fromkeys(numbers, "bearer a")
    assert outcomes.seconds <= SLACK_S
    assert gateway.upstream.counters.retries == min(3, len(numbers))


async def test_retry_after_is_waited_for(upstream: RawUpstream, numbers: Sequence[int]) -> None:
    upstream.fault, upstream.times, upstream.struck = says(b"", 429, Retry_After="1"), 1, frozenset({"3"})
    async with gateway_to(upstream, deadline_s=3) as gateway:
        outcomes = await gateway.read(numbers)
    assert outcomes.by_number == dict.fromkeys(numbers, "bearer a")
    assert 1 <= outcomes.seconds <= 1 + SLACK_S


@pytest.mark.parametrize("fault", [faults.closed_without_a_word, faults.reset_before_headers])
async def test_a_connection_that_ends_when_the_next_request_comes_is_not_seen(
    upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int], fault: Fault
) -> None:
    await gateway.read(numbers)
    upstream.fault, upstream.times = fault, 1
    assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")
    assert upstream.times == 0


async def test_a_connection_that_was_closed_between_two_requests_is_not_seen(
    upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int]
) -> None:
    upstream.fault = faults.answers_and_closes
    for _ in range(3):
        assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")


async def test_a_token_that_is_refused_once_is_renewed_once_for_all(upstream: RawUpstream, numbers: Sequence[int]) -> None:
    upstream.fault = faults.FirstTokenRefused()
    client = Client(f"{upstream.url}/token", "gateway", "secret", "{accountId}/gateway")
    limits = Limits(deadline=DEADLINE_S)
    async with gateway_to(upstream, credentials=lambda http: ClientCredentials(http, client, limits)) as gateway:
        outcomes = await gateway.read(numbers)
        assert outcomes.by_number == dict.fromkeys(numbers, "bearer t2")
        assert outcomes.seconds <= SLACK_S
        assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer t2")
        assert sum(asked.segment == "token" for asked in upstream.asked) == 2
