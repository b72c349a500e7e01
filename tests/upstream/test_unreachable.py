"""An upstream to which no connection comes about."""

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial

import pytest
from aiohappyeyeballs import AddrInfoType

from app.upstream.connections import addresses
from app.upstream.http import HttpClient
from tests.upstream.asking import DEADLINE_S, SLACK_S
from tests.upstream.raw_upstream import RawUpstream, raw_upstream
from tests.upstream.watching import PAUSE_S, assert_good_again, gateway_to

UNAVAILABLE, TIMEOUT = "UPSTREAM_UNAVAILABLE", "UPSTREAM_TIMEOUT"
Trouble = Callable[[RawUpstream], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def refused(upstream: RawUpstream) -> AsyncIterator[None]:
    """Nobody listens there until afterwards."""
    yield
    await upstream.listen()


@asynccontextmanager
async def not_accepted(upstream: RawUpstream) -> AsyncIterator[None]:
    """The queue of those who want to connect is full: nothing answers."""
    upstream.listener.listen(0)
    with socket.create_connection(upstream.listener.getsockname()):
        yield
    await upstream.listen()


@pytest.mark.parametrize(("trouble", "code", "seconds"), [(refused, UNAVAILABLE, 0), (not_accepted, TIMEOUT, DEADLINE_S)])
async def test_a_connection_that_does_not_come_about_is_told_in_time_and_passes(
    numbers: Sequence[int], trouble: Trouble, code: str, seconds: float
) -> None:
    async with AsyncExitStack() as stack:
        upstream = await stack.enter_async_context(raw_upstream(listening=False))
        gateway = await stack.enter_async_context(gateway_to(upstream, connect=1, breaker_pause=PAUSE_S))
        async with trouble(upstream):
            outcomes = await gateway.read(numbers)
        assert outcomes.by_number == dict.fromkeys(numbers, code)
        assert outcomes.seconds <= seconds + SLACK_S
        await assert_good_again(gateway, numbers)


class Names:
    """The system's, which knows no ``upstream.invalid``, until it is told."""

    known = False

    async def __call__(self, host: str, port: int) -> Sequence[AddrInfoType]:
        return await addresses("127.0.0.1" if self.known else host, port)


async def test_a_name_that_nobody_knows_is_told_in_time_and_passes(upstream: RawUpstream, numbers: Sequence[int]) -> None:
    names = Names()
    upstream.url = upstream.url.replace("127.0.0.1", "upstream.invalid")
    async with gateway_to(upstream, client=partial(HttpClient, resolve=names), breaker_pause=PAUSE_S) as gateway:
        outcomes = await gateway.read(numbers)
        assert outcomes.by_number == dict.fromkeys(numbers, UNAVAILABLE)
        assert outcomes.seconds <= DEADLINE_S + SLACK_S
        assert upstream.asked == []
        names.known = True
        await assert_good_again(gateway, numbers)


async def test_a_name_with_an_address_where_nobody_listens_leads_to_the_one_where_somebody_does(
    upstream: RawUpstream, numbers: Sequence[int]
) -> None:
    async def two(_: str, port: int) -> Sequence[AddrInfoType]:
        return [*await addresses("127.0.0.2", port), *await addresses("127.0.0.1", port)]

    upstream.url = upstream.url.replace("127.0.0.1", "upstream.invalid")
    async with gateway_to(upstream, client=partial(HttpClient, resolve=two)) as gateway:
        assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")
