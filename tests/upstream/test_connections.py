"""What is sent over connections, and when it is sent again."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx
import pytest

from app.upstream.connections import head, open_transport
from app.upstream.exchange import Reply
from app.upstream.failures import Failure
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from tests.upstream import faults
from tests.upstream.raw_upstream import Asked, RawUpstream, answers_right, right


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    client = HttpClient(open_transport(4), Limits(silence=1))
    yield client
    await client.close()


def request(target: bytes, headers: Mapping[str, str] | None = None) -> httpx.Request:
    return httpx.Request("GET", "https://example.com", headers=headers, extensions={"target": target})


def test_a_target_is_sent_as_it_is() -> None:
    assert head(request(b"/a%2Fb?c=%20", {"Accept": "x"})).split(b"\r\n") == [
        b"GET /a%2Fb?c=%20 HTTP/1.1",
        b"Host: example.com",
        b"Accept: x",
        b"",
        b"",
    ]


def test_without_a_target_the_address_has_it() -> None:
    assert head(httpx.Request("POST", "https://example.com/a?b=c")).startswith(b"POST /a?b=c HTTP/1.1\r\n")


@pytest.mark.parametrize("target", [b"/a b", b"/a\r\nX: y", b"/a\n", b"/\0", b"/\xff"])
def test_a_target_that_would_be_more_than_one_is_refused(target: bytes) -> None:
    with pytest.raises(httpx.LocalProtocolError):
        head(request(target))


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nX: y", "a\r", "a\0"])
def test_a_header_that_would_be_more_than_one_is_refused(value: str) -> None:
    with pytest.raises(httpx.LocalProtocolError) as refused:
        head(request(b"/", {"Authorization": value}))
    assert value not in str(refused.value)


async def test_what_comes_before_an_answer_is_passed_over(upstream: RawUpstream, http: HttpClient) -> None:
    async def hints(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 2)
        return await answers_right(asked, writer)

    upstream.fault = hints
    reply = await http.get(f"{upstream.url}/acme/Profile/3", [])
    assert isinstance(reply, Reply)
    assert (reply.status, reply.body) == (200, right(upstream.asked[0]))


async def test_a_read_is_sent_again_when_its_connection_ends_and_a_form_is_not(upstream: RawUpstream, http: HttpClient) -> None:
    await http.get(f"{upstream.url}/1", [])
    upstream.fault, upstream.times = faults.closed_without_a_word, 1
    assert isinstance(await http.get(f"{upstream.url}/2", []), Reply)
    upstream.times = 1
    assert isinstance(await http.post(f"{upstream.url}/3", {"a": "b"}, []), Failure)
    assert [asked.segment for asked in upstream.asked] == ["1", "2", "2", "3"]
