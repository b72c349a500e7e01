"""Slow parts of an answer follow over multipart, for clients that take them."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from threading import Event
from typing import Any

import httpx
import pytest
from msgspec import UNSET
from msgspec.structs import replace

from app.application import create_app
from app.errors import StoreUnavailable
from app.model import Consent, Handle, View
from app.settings import Settings
from app.source.protocol import Caller, Collection, Edge
from app.web.multipart import takes_parts
from tests.fake import FakeSource
from tests.suites.people import ACCOUNT, PEOPLE, person
from tests.suites.serving import serving

TAKES_PARTS = {"accept": "multipart/mixed;incrementalSpec=v0.2, application/graphql-response+json, application/json;q=0.9"}
DEFERRED = "{ profile(profileId: 1) { profileId ... @defer { consents { type } } } }"
STREAMED = '{ profilesByPhone(phoneNumber: "15550100007") @stream(initialCount: 1) { profileId } }'
WHOLE = {"profile": {"profileId": "1", "consents": [{"type": "Late"}]}}


class SlowConsents(FakeSource):
    """Has everything but consents at once; these it reads when it is let."""

    def __init__(self) -> None:
        slow = [replace(person(number), consents=UNSET, handle=Handle(ACCOUNT, number, -1, View())) for number in range(1, PEOPLE + 1)]
        super().__init__({ACCOUNT: slow})
        self.let, self.broken, self.stopped = asyncio.Event(), False, Event()

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:
        assert (edge, caller.authorization) == (Edge.CONSENTS_BY_PROFILE, None)
        try:
            await self.let.wait()
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        if self.broken:
            raise StoreUnavailable
        return dict.fromkeys(parents, (Consent(type="Late"),))


@pytest.fixture
def slow() -> SlowConsents:
    return SlowConsents()


@pytest.fixture
async def client(slow: SlowConsents) -> AsyncIterator[httpx.AsyncClient]:
    with serving(create_app(Settings(account_id=ACCOUNT), slow)) as address:
        async with httpx.AsyncClient(base_url=address) as client:
            yield client


async def parts_of(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """Give each part as soon as its closing boundary is there."""
    buffer = ""
    async for text in answer.aiter_text():
        *whole, buffer = (buffer + text).split("\r\n---")
        for part in filter(None, whole):
            head, _, body = part.partition("\r\n\r\n")
            assert head == "\r\nContent-Type: application/json; charset=utf-8"
            yield json.loads(body)
    assert buffer == "--\r\n"


async def test_what_is_deferred_follows_when_it_is_there(client: httpx.AsyncClient, slow: SlowConsents) -> None:
    async with client.stream("POST", "/graphql", json={"query": DEFERRED}, headers=TAKES_PARTS) as answer:
        assert answer.headers["content-type"].startswith('multipart/mixed; boundary="-"')
        assert "content-encoding" not in answer.headers
        parts = parts_of(answer)
        first = await anext(parts)
        assert (first["data"], first["hasNext"]) == ({"profile": {"profileId": "1"}}, True)
        slow.let.set()
        rest = [part async for part in parts]
    [increment] = [increment for part in rest for increment in part.get("incremental", ())]
    assert increment["data"] == {"consents": WHOLE["profile"]["consents"]}
    assert rest[-1]["hasNext"] is False


async def test_what_is_streamed_comes_one_after_the_other(client: httpx.AsyncClient) -> None:
    async with client.stream("POST", "/graphql", json={"query": STREAMED}, headers=TAKES_PARTS) as answer:
        first, *rest = [part async for part in parts_of(answer)]
    assert first["data"] == {"profilesByPhone": [{"profileId": "7"}]}
    items = [item["profileId"] for part in rest for increment in part.get("incremental", ()) for item in increment["items"]]
    assert items == [str(number) for number in range(17, PEOPLE + 1, 10)]


async def test_an_error_in_a_later_part_is_as_public_as_in_the_first(client: httpx.AsyncClient, slow: SlowConsents) -> None:
    slow.broken = True
    slow.let.set()
    async with client.stream("POST", "/graphql", json={"query": DEFERRED}, headers=TAKES_PARTS) as answer:
        _, *rest = [part async for part in parts_of(answer)]
    [increment] = [increment for part in rest for increment in part.get("incremental", ())]
    [error] = increment["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["profile", "consents"], "STORE_UNAVAILABLE")


async def test_a_client_that_leaves_between_the_parts_stops_the_reading(client: httpx.AsyncClient, slow: SlowConsents) -> None:
    async with client.stream("POST", "/graphql", json={"query": DEFERRED}, headers=TAKES_PARTS) as answer:
        await anext(parts_of(answer))
        assert not slow.stopped.is_set()
    assert await asyncio.to_thread(slow.stopped.wait, 10)


@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json", "multipart/mixed;deferSpec=20220824, */*"])
async def test_other_clients_get_the_answer_whole(client: httpx.AsyncClient, slow: SlowConsents, accept: str) -> None:
    slow.let.set()
    answer = await client.post("/graphql", json={"query": DEFERRED}, headers={"accept": accept})
    assert answer.json() == {"data": WHOLE}


async def test_an_operation_that_defers_nothing_is_answered_whole(client: httpx.AsyncClient, slow: SlowConsents) -> None:
    slow.let.set()
    answer = await client.post("/graphql", json={"query": DEFERRED.replace("@defer", "@defer(if: false)")}, headers=TAKES_PARTS)
    assert answer.headers["content-type"].startswith("application/graphql-response+json")
    assert answer.json() == {"data": WHOLE}


@pytest.mark.parametrize(
    ("accept", "takes"),
    [
        ("multipart/mixed", True),
        ("application/json, Multipart/Mixed;incrementalSpec=v0.2", True),
        ("multipart/mixed;q=0", False),
        ("multipart/mixed;boundary=graphql;subscriptionSpec=1.0", False),
        ("multipart/mixed;deferSpec=20220824", False),
        ("*/*", False),
        ("", False),
        (None, False),
    ],
)
def test_a_client_says_whether_it_takes_parts(accept: str | None, takes: bool) -> None:
    assert takes_parts(accept) is takes
