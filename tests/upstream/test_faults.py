"""Each fault, over real sockets: for a single read and in a batch of entities, with its code, its time, and what is left behind."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from app.upstream.breaker import State
from tests.upstream import faults
from tests.upstream.asking import DEADLINE_S, Answered, Gateway, gateway_over
from tests.upstream.faults import says
from tests.upstream.raw_upstream import Asked, Fault, RawUpstream, answer, raw_upstream, right

UNAVAILABLE, TIMEOUT, INVALID = "UPSTREAM_UNAVAILABLE", "UPSTREAM_TIMEOUT", "UPSTREAM_INVALID_RESPONSE"
BATCH = range(1, 11)
SLACK_S = 0.5

FAULTS: dict[str, tuple[Fault, str, float]] = {
    "reset before headers": (faults.reset_before_headers, UNAVAILABLE, 0),
    "reset after headers": (faults.reset_after_headers, UNAVAILABLE, 0),
    "closed without a word": (faults.closed_without_a_word, UNAVAILABLE, 0),
    "black hole": (faults.black_hole, TIMEOUT, DEADLINE_S),
    "slow headers": (faults.slow_headers, TIMEOUT, DEADLINE_S),
    "one byte at a time": (faults.one_byte_at_a_time, TIMEOUT, DEADLINE_S),
    "endless body": (faults.endless_body, INVALID, 0),
    "half a body": (faults.half_a_body, UNAVAILABLE, 0),
    "status line that is no text": (faults.unreadable_status_line, INVALID, 0),
    "Content-Length too small": (faults.content_length_too_small, INVALID, 0),
    "gzip bomb": (says(faults.GZIP_BOMB, Content_Encoding="gzip"), INVALID, 0),
    "invalid gzip": (says(b"[]", Content_Encoding="gzip"), INVALID, 0),
    "half of gzip": (says(faults.GZIP_BOMB[:100], Content_Encoding="gzip"), INVALID, 0),
    "another compression": (says(b"[]", Content_Encoding="br"), INVALID, 0),
    "HTML with 200": (says(b"<html>Please log in</html>", Content_Type="text/html"), INVALID, 0),
    "JSON of the wrong shape": (says(b'{"profiles": []}'), INVALID, 0),
    "empty body": (says(b""), INVALID, 0),
    "401": (says(b"", 401), "UNAUTHENTICATED", 0),
    "429 with a long wait": (says(b"", 429, Retry_After="60"), "RATE_LIMITED", 0),
    "500": (says(b"", 500), UNAVAILABLE, 0),
    "503 with a long wait": (says(b"", 503, Retry_After="60"), UNAVAILABLE, 0),
}


@pytest.fixture
async def upstream() -> AsyncIterator[RawUpstream]:
    async with raw_upstream() as upstream:
        yield upstream


@pytest.fixture
async def gateway(upstream: RawUpstream) -> AsyncIterator[Gateway]:
    async with gateway_over(upstream.url) as gateway:
        yield gateway


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, upstream: RawUpstream) -> tuple[str, float]:
    """Let one fault strike every read of profile 3; its code and its time are given."""
    upstream.fault, code, seconds = FAULTS[request.param]
    upstream.struck = frozenset({"3"})
    return code, seconds


def is_right(answered: Answered) -> bool:
    return answered.data == {"profile": {"profileId": "3", "customerType": "bearer a"}} and not answered.errors


async def nothing_is_left(upstream: RawUpstream, gateway: Gateway, tasks: int) -> None:
    """Close the gateway: no connection is open any more, and no task runs that was not there before."""
    await gateway.upstream.close()
    for _ in range(50):
        if not upstream.connections and len(asyncio.all_tasks()) <= tasks:
            return
        await asyncio.sleep(0.01)
    pytest.fail(f"{upstream.connections} connections and {len(asyncio.all_tasks()) - tasks} tasks are left")


async def test_a_single_read_fails_in_time_and_recovers(upstream: RawUpstream, gateway: Gateway, fault: tuple[str, float]) -> None:
    tasks = len(asyncio.all_tasks())
    code, seconds = fault
    failed = await gateway.single()
    assert failed.codes == [code]
    assert failed.data == {"profile": None}
    assert failed.seconds <= seconds + SLACK_S
    upstream.fault = None
    assert is_right(await gateway.single())
    await nothing_is_left(upstream, gateway, tasks)


async def test_an_entity_fails_in_time_and_alone(upstream: RawUpstream, gateway: Gateway, fault: tuple[str, float]) -> None:
    tasks = len(asyncio.all_tasks())
    code, seconds = fault
    answered = await gateway.entities(BATCH)
    assert [(error["path"], error["extensions"]["code"]) for error in answered.errors] == [(["_entities", 2], code)]
    assert answered.data is not None
    assert [entity and entity["profileId"] for entity in answered.data["_entities"]] == [str(n) if n != 3 else None for n in BATCH]
    assert answered.seconds <= seconds + SLACK_S
    upstream.fault = None
    assert not (await gateway.entities(BATCH)).errors
    await nothing_is_left(upstream, gateway, tasks)


@pytest.fixture(params=["refused", "no such host", "TLS failure"])
async def unreachable(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = listener.getsockname()[1]
    server = await asyncio.start_server(speaks_no_tls, "127.0.0.1", 0)
    tls = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield {"refused": f"http://127.0.0.1:{free}", "no such host": "http://upstream.invalid", "TLS failure": tls}[request.param]
    server.close()


async def speaks_no_tls(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


async def test_an_upstream_that_cannot_be_reached_is_not_available(unreachable: str) -> None:
    tasks = len(asyncio.all_tasks())
    async with gateway_over(unreachable) as gateway:
        single, batch = await gateway.single(), await gateway.entities(BATCH)
    assert single.codes == [UNAVAILABLE]
    assert batch.codes == [UNAVAILABLE] * len(BATCH)
    assert max(single.seconds, batch.seconds) <= DEADLINE_S + SLACK_S
    await asyncio.sleep(0.01)
    assert len(asyncio.all_tasks()) <= tasks


async def test_no_redirect_is_followed_and_no_credential_travels(upstream: RawUpstream, gateway: Gateway) -> None:
    async with raw_upstream() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            upstream.fault = says(b"", status, Location=elsewhere.url + "/acme/Profile/3")
            assert (await gateway.single("bearer secret")).codes == [INVALID]
        upstream.struck = frozenset({"3"})
        batch = await gateway.entities(BATCH, "bearer secret")
    assert batch.codes == [INVALID]
    assert elsewhere.asked == []


@pytest.mark.parametrize(("status", "headers"), [(429, {"Retry_After": "0"}), (502, {}), (503, {}), (504, {})])
async def test_what_passes_in_a_moment_is_not_seen(upstream: RawUpstream, gateway: Gateway, status: int, headers: dict[str, str]) -> None:
    upstream.fault, upstream.times = says(b"", status, **headers), 1
    assert is_right(await gateway.single())
    upstream.times = 3
    assert not (await gateway.entities(BATCH)).errors
    assert gateway.upstream.counters.retries == 4


async def test_a_connection_that_was_closed_between_two_requests_is_not_seen(upstream: RawUpstream, gateway: Gateway) -> None:
    async def answers_and_closes(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(right(asked)))
        await writer.drain()
        return False

    upstream.fault = answers_and_closes
    for _ in range(3):
        assert is_right(await gateway.single())
    assert not (await gateway.entities(BATCH)).errors


async def test_bytes_that_follow_an_answer_reach_no_other_caller(upstream: RawUpstream, gateway: Gateway) -> None:
    async def answers_twice(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(right(asked)))
        await writer.drain()
        await asyncio.sleep(0.05)  # the connection waits in the pool by now
        writer.write(answer(right(Asked("3", "bearer of another", asked.rest))))
        await writer.drain()
        return True

    upstream.fault, upstream.times = answers_twice, 1
    assert is_right(await gateway.single())
    await asyncio.sleep(0.1)
    assert is_right(await gateway.single())
    assert is_right(await gateway.single())


async def test_a_storm_of_503_is_not_multiplied_and_ends_with_it(upstream: RawUpstream) -> None:
    upstream.fault = says(b"", 503)
    async with gateway_over(upstream.url, breaker_failures=10, breaker_pause=0.2, attempts=3) as gateway:
        for _ in range(200):
            assert (await gateway.single()).codes == [UNAVAILABLE]
        assert len(upstream.asked) <= 200 * 1.1 + 10, "retries stay within their budget, even if the breaker did nothing"
        assert len(upstream.asked) < 60, "the breaker keeps most of the calls back"
        assert gateway.upstream.breaker.opened >= 1
        refused = await gateway.single()
        assert refused.errors[0]["extensions"]["retryAfter"] == 1
        assert refused.seconds < 0.1
        upstream.fault = None
        await asyncio.sleep(0.2)
        assert is_right(await gateway.single())
        assert gateway.upstream.breaker.state is State.CLOSED


async def test_two_hundred_entities_are_two_hundred_reads_each_with_its_own_outcome(upstream: RawUpstream) -> None:
    async def by_number(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(b"", {"7": 404, "8": 500}[asked.segment]))
        await writer.drain()
        return True

    upstream.fault, upstream.struck = by_number, frozenset({"7", "8"})
    async with gateway_over(upstream.url, deadline_s=30, silence=30) as gateway:
        answered = await gateway.entities(range(1, 201))
    assert (len(upstream.asked), upstream.connections_at_most) == (200, 32)
    assert [(error["path"], error["extensions"]["code"]) for error in answered.errors] == [(["_entities", 7], UNAVAILABLE)]
    assert answered.data is not None
    found = [entity["profileId"] for entity in answered.data["_entities"] if entity]
    assert found == [str(number) for number in range(1, 201) if number not in {7, 8}]
