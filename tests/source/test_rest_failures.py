import asyncio
import gzip
import socket
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import (
    AccountNotFound,
    BadUserInput,
    Forbidden,
    GatewayError,
    RateLimited,
    TooManyProfiles,
    Unauthenticated,
    UpstreamInvalidResponse,
    UpstreamTimeout,
    UpstreamUnavailable,
)
from app.model import View
from app.source.protocol import AlternateIdLookup, Caller, Lookup, PhoneLookup, ProfileLookup
from app.source.rest import RestSource
from app.upstream.statuses import failure_of_status
from tests.source.scripted_upstream import ScriptedUpstream, closing, response, scripted_upstream, sends, sends_raw, upstream_at

BY_PHONE = PhoneLookup("acme", "15550109999", None, include_inactive=False, view=View())
BY_ID = ProfileLookup("acme", 7, View())
BY_ALTERNATE_ID = AlternateIdLookup("acme", "x", "CRM", View())


@pytest.fixture
async def upstream() -> AsyncIterator[ScriptedUpstream]:
    async with scripted_upstream() as upstream:
        yield upstream


async def failure_at(url: str) -> GatewayError:
    return await failure_of(RestSource(upstream_at(url)))


async def failure_of(source: RestSource) -> GatewayError:
    async with closing(source):
        found = (await source.find([BY_PHONE], Caller("Bearer secret")))[BY_PHONE]
    assert isinstance(found, GatewayError)
    return found


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b"15550109999 is no number", BadUserInput),
        (401, b"", Unauthenticated),
        (403, b'{"Message": "Access denied"}', Forbidden),
        (403, b'{"Message": "Access denied", "At": "2024-01-01T12:50:03.50Z", "Id": "50-a", "Css": "width: 50%"}', Forbidden),
        (403, b"\xff\xfe", Forbidden),
        (403, b'{"Message": "The limit of 50 is exceeded."}', TooManyProfiles),
        (403, b"<p>Too many profiles</p>", TooManyProfiles),
        (403, b"More than fifty profiles match", TooManyProfiles),
        (404, b"", AccountNotFound),
        (409, b"", UpstreamInvalidResponse),
        (204, b"", UpstreamInvalidResponse),
        (302, b"", UpstreamInvalidResponse),
        (429, b"", RateLimited),
        (500, b"<html>", UpstreamUnavailable),
        (503, b"", UpstreamUnavailable),
        (504, b"", UpstreamUnavailable),
    ],
)
async def test_a_status_becomes_an_error(upstream: ScriptedUpstream, status: int, body: bytes, error: type[GatewayError]) -> None:
    upstream.script = sends(body, status, Location="/elsewhere")
    assert type(await failure_at(upstream.url)) is error
    assert len(upstream.asked) == 1


async def test_an_unclear_refusal_says_both_that_it_may_mean(upstream: ScriptedUpstream) -> None:
    upstream.script = sends(b"No.", 403)
    message = str(await failure_at(upstream.url))
    assert "permission" in message
    assert "more than 50" in message


async def test_nothing_of_an_errors_body_is_passed_on(upstream: ScriptedUpstream) -> None:
    for status in (400, 401, 403, 404, 418, 429, 500):
        upstream.script = sends(b"Jane Example, 15550109999, Bearer secret", status)
        error = await failure_at(upstream.url)
        shown = "".join(traceback.format_exception(error)) + repr(error.extensions)
        assert not any(word in shown for word in ("Jane", "15550109999", "secret"))


@pytest.mark.parametrize("lookup", [BY_ID, BY_ALTERNATE_ID])
async def test_a_single_read_of_what_is_not_there_finds_nothing(upstream: ScriptedUpstream, lookup: Lookup) -> None:
    upstream.script = sends(b"", 404)
    async with closing(RestSource(upstream_at(upstream.url))) as source:
        assert await source.find([lookup], Caller()) == {lookup: ()}


@pytest.mark.parametrize(
    ("header", "extensions"),
    [("7", {"retryAfter": 7}), ("0", {"retryAfter": 0}), ("9" * 5000, {}), ("soon", {}), ("-1", {}), ("1e3", {}), ("", {})],
)
def test_the_upstream_says_when_to_try_again(header: str, extensions: dict[str, int]) -> None:
    error = failure_of_status(429, {"retry-after": header}, b"").error()
    assert error.extensions == {"code": "RATE_LIMITED", **extensions}


def test_a_date_to_try_again_becomes_seconds() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    earlier = format_datetime(datetime.now(UTC) - timedelta(seconds=90), usegmt=True)
    assert failure_of_status(429, {"retry-after": later}, b"").error().extensions["retryAfter"] in range(85, 91)
    assert failure_of_status(429, {"retry-after": earlier}, b"").error().extensions["retryAfter"] == 0


@given(st.text())
def test_no_text_of_retry_after_breaks_anything(header: str) -> None:
    assert isinstance(failure_of_status(429, {"retry-after": header}, b"").error(), RateLimited)


@pytest.mark.parametrize(
    "raw",
    [
        response(b""),
        response(b"null"),
        response(b"<html>"),
        response(b'[{"ProfileId": "1"}]'),
        response(b'[{"ProfileId": 1}'),
        response(b'"\xff"'),
        response(b"[" * 100_000),
        response(b"no gzip", Content_Encoding="gzip"),
        b"This is no HTTP\r\n\r\n",
    ],
)
async def test_an_answer_that_cannot_be_read_is_an_error(upstream: ScriptedUpstream, raw: bytes) -> None:
    upstream.script = sends_raw(raw)
    assert isinstance(await failure_at(upstream.url), UpstreamInvalidResponse)


async def test_an_answer_beyond_the_limit_is_not_read_to_its_end(upstream: ScriptedUpstream) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[")
        while True:
            writer.write(b" " * 10_000)
            await writer.drain()

    upstream.script = endless
    assert isinstance(await failure_of(RestSource(upstream_at(upstream.url, answer=50_000))), UpstreamInvalidResponse)


async def test_the_limit_counts_what_is_decompressed(upstream: ScriptedUpstream) -> None:
    upstream.script = sends(gzip.compress(b"[" + b" " * 50_000 + b"]"), Content_Encoding="gzip")
    assert isinstance(await failure_of(RestSource(upstream_at(upstream.url, answer=50_000))), UpstreamInvalidResponse)


async def test_an_endless_error_is_not_read_to_its_end(upstream: ScriptedUpstream) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 403 No\r\nConnection: close\r\n\r\ntoo many")
        while True:
            writer.write(b" " * 10_000)
            await writer.drain()

    upstream.script = endless
    assert isinstance(await failure_at(upstream.url), TooManyProfiles)


@pytest.mark.parametrize("raw", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]"])
async def test_a_connection_that_breaks_off_is_an_upstream_that_is_not_available(upstream: ScriptedUpstream, raw: bytes) -> None:
    upstream.script = sends_raw(raw)
    assert isinstance(await failure_at(upstream.url), UpstreamUnavailable)


async def test_a_refused_connection_is_an_upstream_that_is_not_available() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert isinstance(await failure_at(f"http://127.0.0.1:{port}"), UpstreamUnavailable)


async def test_a_host_that_does_not_exist_is_an_upstream_that_is_not_available() -> None:
    assert isinstance(await failure_at("http://upstream.invalid"), UpstreamUnavailable)


async def test_an_upstream_that_says_nothing_times_out(upstream: ScriptedUpstream) -> None:
    upstream.script = sends_raw(b"", pause=3600)
    assert isinstance(await failure_of(RestSource(upstream_at(upstream.url, silence=0.05))), UpstreamTimeout)


async def test_an_upstream_that_drips_times_out_by_the_deadline_of_the_whole_call(upstream: ScriptedUpstream) -> None:
    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[")
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    upstream.script = drip
    assert isinstance(await failure_of(RestSource(upstream_at(upstream.url, deadline=0.2))), UpstreamTimeout)


async def test_an_upstream_that_is_not_there_is_not_ready() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    async with closing(RestSource(upstream_at(f"http://127.0.0.1:{port}"))) as source:
        with pytest.raises(UpstreamUnavailable):
            await source.ready()


async def test_what_went_wrong_beneath_is_not_shown(upstream: ScriptedUpstream) -> None:
    upstream.script = sends_raw(b"HTTP/1.1 15550109999 No\r\n\r\n")
    assert "15550109999" not in "".join(traceback.format_exception(await failure_at(upstream.url)))
