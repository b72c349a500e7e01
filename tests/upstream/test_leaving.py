"""What happens to upstream calls when the client goes away, or when time runs out, over sockets from end to end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import orjson
import pytest

from app.application import create_app
from app.settings import Settings
from app.source.rest import RestSource
from app.upstream.opening import open_upstream
from tests.suites.serving import serving
from tests.upstream import faults
from tests.upstream.asking import ENTITIES, SINGLE
from tests.upstream.raw_upstream import RawUpstream

TIMEOUT_S = 1.0


@pytest.fixture
async def address(upstream: RawUpstream) -> AsyncIterator[str]:
    """A gateway over a socket of its own; the test's event loop serves the upstream."""
    settings = Settings.model_validate(
        {"account_id": "acme", "source": "rest", "upstream_url": upstream.url, "upstream_timeout": TIMEOUT_S}
    )
    running = serving(create_app(settings, RestSource(open_upstream(upstream.url))))
    yield await asyncio.to_thread(running.__enter__)
    await asyncio.to_thread(running.__exit__, None, None, None)


@asynccontextmanager
async def client(address: str, query: str, **variables: object) -> AsyncIterator[asyncio.StreamReader]:
    """Send a request and give what its answer is read from; the client leaves with the block."""
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    body = orjson.dumps({"query": query, "variables": variables})
    lines = [
        b"POST /graphql HTTP/1.1",
        b"Host: localhost",
        b"Content-Type: application/json",
        b"Authorization: Bearer a",
        b"Connection: close",
    ]
    writer.write(b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body]))
    try:
        yield reader
    finally:
        writer.close()


async def until(condition: str, upstream: RawUpstream, number: int) -> None:
    for _ in range(300):
        if {"asked": len(upstream.asked), "connections": upstream.connections}[condition] == number:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{len(upstream.asked)} were asked, {upstream.connections} connections are open")


@pytest.mark.parametrize("calls", [1, 20])
async def test_a_client_that_leaves_ends_its_upstream_calls(upstream: RawUpstream, address: str, calls: int) -> None:
    upstream.fault = faults.black_hole
    entities = [{"__typename": "Profile", "profileId": str(number)} for number in range(calls)]
    async with client(address, ENTITIES, of=entities):
        await until("asked", upstream, calls)
        began = time.monotonic()
    await until("connections", upstream, 0)
    assert time.monotonic() - began < TIMEOUT_S / 2, "long before they would have timed out"


async def test_one_client_that_leaves_does_not_take_the_answer_from_another(upstream: RawUpstream, address: str) -> None:
    upstream.fault, upstream.times = faults.late, 1
    async with client(address, SINGLE):
        await until("asked", upstream, 1)
        staying = asyncio.create_task(answer_to(address, SINGLE))
        await asyncio.sleep(0.1)
    assert b'"profileId":"3"' in await staying
    assert len(upstream.asked) == 1


async def test_the_deadline_begins_when_the_request_arrives(upstream: RawUpstream, address: str) -> None:
    upstream.fault = faults.black_hole
    began = time.monotonic()
    assert b"UPSTREAM_TIMEOUT" in await answer_to(address, SINGLE)
    assert TIMEOUT_S <= time.monotonic() - began < TIMEOUT_S + 0.5


async def answer_to(address: str, query: str) -> bytes:
    async with client(address, query) as reader:
        return await reader.read()
