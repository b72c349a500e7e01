"""Which connections are used again, and when a request is sent again."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.upstream.exchange import Reply
from app.upstream.failures import Failure
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from tests.upstream import faults
from tests.upstream.raw_upstream import Asked, RawUpstream, answers_right, raw_upstream, right


@pytest.fixture
async def http() -> AsyncIterator[HttpClient]:
    client = HttpClient(Limits(silence=1))
    yield client
    await client.close()


async def test_connections_are_used_again_and_there_are_no_more_than_exchanges_at_once(upstream: RawUpstream, http: HttpClient) -> None:
    for _ in range(3):
        replies = await asyncio.gather(*[http.get(f"{upstream.url}/{number}", []) for number in range(5)])
        assert [isinstance(reply, Reply) for reply in replies] == [True] * 5
    assert (len(upstream.asked), upstream.connections_at_most) == (15, 5)


async def test_each_host_has_connections_of_its_own(upstream: RawUpstream, http: HttpClient) -> None:
    async with raw_upstream() as another:
        for _ in range(2):
            for host in (upstream, another):
                reply = await http.get(f"{host.url}/7", [])
                assert isinstance(reply, Reply)
                assert reply.body == right(host.asked[0])
        assert [(len(host.asked), host.connections_at_most) for host in (upstream, another)] == [(2, 1), (2, 1)]


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


async def test_a_closed_client_keeps_no_connection(upstream: RawUpstream) -> None:
    http = HttpClient(Limits())
    await http.get(f"{upstream.url}/1", [])
    assert upstream.connections == 1
    await http.close()
    async with asyncio.timeout(5):
        await asyncio.gather(*upstream.open)
