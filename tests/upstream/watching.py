"""A gateway that must leave nothing behind: no connection, no request that is still being answered, no task."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from app.upstream.credentials import Credentials
from app.upstream.exchange import Http
from app.upstream.http import HttpClient
from tests.upstream.asking import DEADLINE_S, Client, Gateway, gateway_over
from tests.upstream.raw_upstream import RawUpstream

LOOKS = 100
PAUSE_S = 0.2
"""Of a breaker that may have opened."""


@asynccontextmanager
async def gateway_to(
    upstream: RawUpstream,
    deadline_s: float = DEADLINE_S,
    client: Client = HttpClient,
    credentials: Callable[[Http], Credentials] | None = None,
    **limits: float,
) -> AsyncIterator[Gateway]:
    """A gateway over a raw upstream. When it was used, and again when it is closed, what is left is counted.

    Before it is closed, it may keep as many connections as there were reads at the same time: one more is one that nobody gave back.
    """
    before = asyncio.all_tasks()
    async with gateway_over(upstream.url, deadline_s, client, credentials, **limits) as gateway:
        yield gateway
        await nothing_left(upstream, before, gateway.reads_at_most)
    await nothing_left(upstream, before, 0)


async def nothing_left(upstream: RawUpstream, before: set[asyncio.Task[object]], connections_at_most: int) -> None:
    """Wait until all has ended that may not stay.

    Raises:
        AssertionError: it does not end.
    """
    left = None
    for _ in range(LOOKS):
        left = count_left(upstream, before, connections_at_most)
        if left is None:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(left)


async def assert_good_again(gateway: Gateway, numbers: Sequence[int]) -> None:
    """Read after the pause that the upstream may have been given, and after the one read that finds out."""
    await asyncio.sleep(PAUSE_S)
    await gateway.single()
    assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")


def count_left(upstream: RawUpstream, before: set[asyncio.Task[object]], connections_at_most: int) -> str | None:
    """Say what there is that may not stay; None where there is nothing."""
    tasks = asyncio.all_tasks() - before - upstream.open - {asyncio.current_task()}
    if not tasks and not upstream.answering and upstream.connections <= connections_at_most:
        return None
    connections = f"{upstream.connections} connections are open (at most {connections_at_most})"
    return f"{connections}, {upstream.answering} requests are being answered, {len(tasks)} tasks run"
