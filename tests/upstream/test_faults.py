"""Each fault, over real sockets: for a single read and in a batch of entities, with its code, its time, and what is left behind."""

import asyncio
from collections.abc import Sequence

import pytest

from tests.upstream import faults
from tests.upstream.asking import DEADLINE_S, SLACK_S, Gateway
from tests.upstream.faults import says
from tests.upstream.raw_upstream import Asked, Fault, RawUpstream, answer, raw_upstream
from tests.upstream.watching import gateway_to

UNAVAILABLE, TIMEOUT, INVALID = "UPSTREAM_UNAVAILABLE", "UPSTREAM_TIMEOUT", "UPSTREAM_INVALID_RESPONSE"

FAULTS: dict[str, tuple[Fault, str, float]] = {
    "reset before headers": (faults.reset_before_headers, UNAVAILABLE, 0),
    "reset after headers": (faults.reset_after_headers, UNAVAILABLE, 0),
    "closed without a word": (faults.closed_without_a_word, UNAVAILABLE, 0),
    "black hole": (faults.black_hole, TIMEOUT, DEADLINE_S),
    "slow headers": (faults.slow_headers, TIMEOUT, DEADLINE_S),
    "endless headers": (faults.endless_headers, INVALID, 0),
    "one byte at a time": (faults.one_byte_at_a_time, TIMEOUT, DEADLINE_S),
    "endless body": (faults.endless_body, INVALID, 0),
    "half a body": (faults.half_a_body, UNAVAILABLE, 0),
    "Content-Length too small": (faults.content_length_too_small, INVALID, 0),
    "Content-Length too large": (faults.content_length_too_large, TIMEOUT, DEADLINE_S),
    "gzip bomb": (says(faults.GZIP_BOMB, Content_Encoding="gzip"), INVALID, 0),
    "invalid gzip": (says(b"[]", Content_Encoding="gzip"), INVALID, 0),
    "half of gzip": (says(faults.GZIP_BOMB[:100], Content_Encoding="gzip"), INVALID, 0),
    "endless bytes after gzip": (faults.endless_after_gzip, INVALID, 0),
    "another compression": (says(b"[]", Content_Encoding="br"), INVALID, 0),
    "HTML with 200": (says(b"<html>Please log in</html>", Content_Type="text/html"), INVALID, 0),
    "JSON of the wrong shape": (says(b'{"profiles": []}'), INVALID, 0),
    "empty body": (says(b""), INVALID, 0),
    "401": (says(b"", 401), "UNAUTHENTICATED", 0),
    "429 with a long wait": (says(b"", 429, Retry_After="60"), "RATE_LIMITED", 0),
    "500": (says(b"", 500), UNAVAILABLE, 0),
    "503 that stays": (says(b"", 503), UNAVAILABLE, DEADLINE_S),
    "503 with a long wait": (says(b"", 503, Retry_After="60"), UNAVAILABLE, 0),
}


def struck(numbers: Sequence[int], code: str) -> dict[int, str]:
    """Profile 3 met a fault, and all others are there."""
    return {number: code if number == 3 else "bearer a" for number in numbers}


@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_is_told_in_time_strikes_nothing_else_and_passes(
    upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int], name: str
) -> None:
    upstream.fault, code, seconds = FAULTS[name]
    upstream.struck = frozenset({"3"})
    outcomes = await gateway.read(numbers)
    assert outcomes.by_number == struck(numbers, code)
    assert outcomes.seconds <= seconds + SLACK_S
    upstream.fault = None
    assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_no_redirect_is_followed_and_no_credential_travels(
    upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int], status: int
) -> None:
    async with raw_upstream() as elsewhere:
        upstream.fault = says(b"", status, Location=elsewhere.url + "/acme/Profile/3")
        upstream.struck = frozenset({"3"})
        outcomes = await gateway.read(numbers)
        assert outcomes.by_number == struck(numbers, INVALID)
        assert outcomes.seconds <= SLACK_S
        upstream.fault = None
        assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")
    assert elsewhere.asked == []
    assert elsewhere.connections_at_most == 0


async def test_bytes_that_follow_an_answer_reach_no_other_caller(upstream: RawUpstream, gateway: Gateway, numbers: Sequence[int]) -> None:
    upstream.fault, upstream.times = faults.answers_twice, len(numbers)
    for _ in range(3):
        assert (await gateway.read(numbers)).by_number == dict.fromkeys(numbers, "bearer a")
        await asyncio.sleep(0.1)


async def test_two_hundred_entities_are_two_hundred_reads_each_with_its_own_outcome(upstream: RawUpstream) -> None:
    async def by_number(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(answer(b"", {"7": 404, "8": 500}[asked.segment]))
        await writer.drain()
        return True

    upstream.fault, upstream.struck = by_number, frozenset({"7", "8"})
    async with gateway_to(upstream, deadline_s=30, silence=30) as gateway:
        answered = await gateway.entities(range(1, 201))
        gateway.reads_at_most = 32  # as many as there are places
    assert (len(upstream.asked), upstream.connections_at_most) == (200, 32)
    assert [(error["path"], error["extensions"]["code"]) for error in answered.errors] == [(["_entities", 7], UNAVAILABLE)]
    assert answered.data is not None
    found = [entity["profileId"] for entity in answered.data["_entities"] if entity]
    assert found == [str(number) for number in range(1, 201) if number not in {7, 8}]
