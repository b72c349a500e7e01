"""Every response carries the headers that keep it private."""

import httpx
import pytest

from app.errors import StoreUnavailable
from app.web.security_headers import HEADERS
from tests.fake import FakeSource
from tests.web.conftest import Connect

JSON = {"content-type": "application/json"}
REQUESTS = {
    "answer": httpx.Request("POST", "/graphql", json={"query": "{ __typename }"}),
    "refusal": httpx.Request("POST", "/graphql", content=b"{", headers=JSON),
    "explorer": httpx.Request("GET", "/graphql", headers={"accept": "text/html"}),
    "no such method": httpx.Request("DELETE", "/graphql"),
    "no such page": httpx.Request("GET", "/nowhere"),
    "no such asset": httpx.Request("GET", "/explorer/assets/nothing.js"),
    "alive": httpx.Request("GET", "/livez"),
    "ready": httpx.Request("GET", "/readyz"),
}


@pytest.mark.parametrize("what", REQUESTS)
async def test_every_response_carries_the_security_headers(client: httpx.AsyncClient, what: str) -> None:
    asked = REQUESTS[what]
    answer = await client.request(asked.method, asked.url.path, content=asked.content, headers=asked.headers)
    assert [name for name in HEADERS if name not in answer.headers] == []
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("what", [name for name in REQUESTS if name != "explorer"])
async def test_nothing_but_the_page_and_its_assets_may_be_kept(client: httpx.AsyncClient, what: str) -> None:
    asked = REQUESTS[what]
    answer = await client.request(asked.method, asked.url.path, content=asked.content, headers=asked.headers)
    assert answer.headers.get_list("cache-control") == ["private, no-store"]


async def test_a_refused_origin_a_missing_credential_and_a_failure_carry_them_too(connect: Connect, source: FakeSource) -> None:
    source.failure = StoreUnavailable()
    async with connect(auth="pass-through") as client:
        answers = [
            await client.post("/graphql", json={}, headers={"origin": "https://attacker.example.com"}),
            await client.post("/graphql", json={}),
            await client.get("/readyz"),
        ]
    assert [answer.status_code for answer in answers] == [403, 401, 503]
    assert [answer.headers["referrer-policy"] for answer in answers] == ["no-referrer"] * 3
