"""What comes over a connection, piece by piece, and what of it is an answer."""

import asyncio
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists

from app.errors import UpstreamInvalidResponse
from app.upstream.connection import ERROR_LIMIT, FRAME_LIMIT, Connection
from app.upstream.exceptions import NothingHeard
from app.upstream.exchange import Reply
from app.upstream.limits import Limits

LIMITS = Limits(silence=0.2, idle=0.3, answer=1000)
OK = b"HTTP/1.1 200 OK\r\n"
ABC = b"Content-Length: 3\r\n\r\nabc"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


class Wire(asyncio.Transport):
    """Where a connection writes to; what it hears is up to the test."""

    def __init__(self) -> None:
        super().__init__()
        self.connection = Connection(LIMITS)
        self.connection.connection_made(self)
        self.written = b""
        self.open = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def abort(self) -> None:
        self.ends(None)

    def ends(self, error: Exception | None) -> None:
        if self.open:
            self.open = False
            self.connection.connection_lost(error)

    def says(self, *pieces: bytes) -> None:
        for piece in pieces:
            if self.open:
                self.connection.data_received(piece)

    async def asked(self) -> asyncio.Task[Reply]:
        """Send a request."""
        asking = asyncio.create_task(self.connection.exchange(b"GET"))
        await asyncio.sleep(0)
        return asking

    async def answered(self, *pieces: bytes, then: Callable[[], None] | None = None) -> Reply:
        """Send a request that is answered so."""
        asking = await self.asked()
        self.says(*pieces)
        if then is not None:
            then()
        return await asking


@pytest.fixture
async def wire() -> Wire:
    return Wire()


async def test_a_request_is_written_and_its_answer_returned(wire: Wire) -> None:
    assert await wire.answered(OK + b"A: b\r\n" + ABC) == Reply(200, {"a": "b", "content-length": "3"}, b"abc")
    assert (wire.written, wire.connection.reusable) == (b"GET", True)


async def test_what_is_logged_of_an_answer_says_nothing_of_it(wire: Wire) -> None:
    asking = await wire.asked()
    wire.says(OK + b"A: canary\r\n" + b"Content-Length: 6\r\n\r\ncanary")
    assert (await asking).body == b"canary"
    assert "canary" not in f"{asking!r} {asking.result()!r}"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        (OK + b"A:\r\nB: \r\n" + ABC, Reply(200, {"a": "", "b": "", "content-length": "3"}, b"abc")),
        (OK + b"A: b\r\na: c\r\n" + ABC, Reply(200, {"a": "b, c", "content-length": "3"}, b"abc")),
        (OK + b"A: \xff\r\n" + ABC, Reply(200, {"a": "ÿ", "content-length": "3"}, b"abc")),
        (CHUNKED + b"1\r\na\r\n2;x=y\r\nbc\r\n0\r\nB: c\r\n\r\n", Reply(200, {"transfer-encoding": "chunked"}, b"abc")),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2 + OK + ABC, Reply(200, {"content-length": "3"}, b"abc")),
        (b"HTTP/1.1 204 No Content\r\n\r\n", Reply(204, {}, b"")),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\n", Reply(304, {"content-length": "3"}, b"")),
        (OK.replace(b"\r", b"") + ABC.replace(b"\r", b""), Reply(200, {"content-length": "3"}, b"abc")),
        (CHUNKED + b"3  \r\nabc\r\n0\r\n\r\n", Reply(200, {"transfer-encoding": "chunked"}, b"abc")),
    ],
)
async def test_an_answer_is_read_as_it_is_meant_and_another_may_follow(wire: Wire, said: bytes, reply: Reply) -> None:
    for _ in range(2):
        assert await wire.answered(said) == reply
        assert wire.connection.reusable


@given(lists(integers(0, 250), max_size=8))
async def test_an_answer_is_the_same_however_it_is_cut(cuts: list[int]) -> None:
    head = b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Transfer-Encoding: chunked\r\nLong-Name: a\r\n\r\n"
    said = head + b"5\r\nabcde\r\n1\r\nf\r\n0\r\nT: u\r\n\r\n"
    places = sorted({0, *[cut % len(said) for cut in cuts], len(said)})
    pieces = [said[start:end] for start, end in pairwise(places)]
    expected = Reply(200, {"transfer-encoding": "chunked", "long-name": "a"}, b"abcdef")
    assert await Wire().answered(*pieces) == expected


async def test_a_body_without_a_length_ends_with_the_connection(wire: Wire) -> None:
    assert await wire.answered(OK + b"\r\nab", b"c", then=partial(wire.ends, None)) == Reply(200, {}, b"abc")


@pytest.mark.parametrize("said", [b"HTTP/1.0 200 OK\r\n" + ABC, OK + b"Connection: close\r\n" + ABC, OK + ABC + OK + ABC, OK + ABC + b"x"])
async def test_a_connection_is_closed_where_its_host_will_not_go_on_or_says_too_much(wire: Wire, said: bytes) -> None:
    assert (await wire.answered(said)).body == b"abc"
    assert not wire.open
    with pytest.raises(NothingHeard):
        await wire.connection.exchange(b"GET")


async def test_an_answer_that_nobody_asked_for_is_not_the_next_one(wire: Wire) -> None:
    await wire.answered(OK + ABC)
    wire.says(OK + ABC)
    assert not wire.open


@pytest.mark.parametrize(
    "said",
    [
        b"hello\r\n\r\n",
        b"HTTP/1.1 15550109999 No\r\n\r\n",
        OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        OK + b"Content-Length: -1\r\n\r\n",
        CHUNKED + b"x\r\nabc\r\n",
    ],
)
async def test_what_is_no_http_is_no_answer(wire: Wire, said: bytes) -> None:
    with pytest.raises(UpstreamInvalidResponse) as refused:
        await wire.answered(said)
    assert "15550109999" not in str(refused.value)
    assert not wire.open


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (OK, b"A: b\r\n"),
        (OK + b"A: ", b"b"),
        (CHUNKED + b"1\r\na\r\n0\r\n", b"A: b\r\n"),
        (CHUNKED + b"1;", b"a"),
        (b"", b"HTTP/1.1 100 A\r\n\r\n"),
    ],
    ids=["headers", "a header", "trailers", "an extension", "preliminary answers"],
)
async def test_what_is_around_a_body_ends_or_it_is_no_answer(wire: Wire, before: bytes, again: bytes) -> None:
    with pytest.raises(UpstreamInvalidResponse):
        await wire.answered(before, *[again * 100] * (FRAME_LIMIT // 100 + 1))
    assert not wire.open


async def test_a_body_may_come_byte_by_byte(wire: Wire) -> None:
    assert (await wire.answered(CHUNKED, *[b"1\r\nx\r\n"] * 999, b"0\r\n\r\n")).body == b"x" * 999


async def test_a_body_above_the_limit_is_cut_and_the_rest_not_waited_for(wire: Wire) -> None:
    reply = await wire.answered(CHUNKED, b"258\r\n" + b"x" * 600 + b"\r\n", b"258\r\n" + b"x" * 600 + b"\r\n")
    assert len(reply.body) > LIMITS.answer
    assert not wire.open


async def test_of_an_error_the_beginning_is_enough(wire: Wire) -> None:
    reply = await wire.answered(b"HTTP/1.1 500 Oops\r\n\r\n", b"x" * ERROR_LIMIT, b"x")
    assert (reply.status, len(reply.body)) == (500, ERROR_LIMIT + 1)
    assert not wire.open


@pytest.mark.parametrize(
    "said", [OK, OK + b"Content-Length: 4\r\n\r\nabc", CHUNKED + b"3\r\nabc\r\n", OK + b"Transfer-Encoding: x\r\n\r\nabc"]
)
@pytest.mark.parametrize("error", [None, ConnectionResetError()])
async def test_half_an_answer_is_none(wire: Wire, said: bytes, error: Exception | None) -> None:
    with pytest.raises(ConnectionError) as ended:
        await wire.answered(said, then=partial(wire.ends, error))
    assert not isinstance(ended.value, NothingHeard)


@pytest.mark.parametrize("error", [None, ConnectionResetError()])
async def test_an_end_before_an_answer_begins_is_told_apart(wire: Wire, error: Exception | None) -> None:
    await wire.answered(OK + ABC)
    with pytest.raises(NothingHeard):
        await wire.answered(then=partial(wire.ends, error))


async def test_a_silence_ends_an_exchange(wire: Wire) -> None:
    asking = await wire.asked()
    for piece in (OK, b"A: b\r\n"):
        await asyncio.sleep(LIMITS.silence / 2)
        wire.says(piece)
        assert not asking.done()
    await asyncio.sleep(LIMITS.silence / 2)
    assert not asking.done(), "it was not silent for so long"
    with pytest.raises(TimeoutError):
        await asking
    assert not wire.open


async def test_the_silence_between_two_requests_is_no_silence_of_the_second(wire: Wire) -> None:
    await wire.answered(OK + ABC)
    await asyncio.sleep(LIMITS.silence * 0.9)
    asking = await wire.asked()
    await asyncio.sleep(LIMITS.silence * 0.8)
    assert not asking.done()
    wire.says(OK + ABC)
    assert (await asking).status == 200


async def test_an_idle_connection_is_closed_after_some_time_and_not_before(wire: Wire) -> None:
    await wire.answered(OK + ABC)
    await asyncio.sleep(LIMITS.idle * 0.7)
    assert wire.open
    await asyncio.sleep(LIMITS.idle)
    assert not wire.open


async def test_an_exchange_that_is_given_up_ends_its_connection(wire: Wire) -> None:
    asking = await wire.asked()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not wire.open
