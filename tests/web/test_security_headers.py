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


async def test_answers_may_be_kept_where_it_is_set_and_tell_what_they_depend_on(connect: Connect) -> None:
    async with connect(cache_control="private, max-age=60") as client:
        answer = await client.get("/graphql", params={"query": "{ __typename }"})
    assert answer.headers.get_list("cache-control") == ["private, max-age=60"]
    assert {"Accept", "Authorization", "X-Account-Id"} <= set(answer.headers["vary"].split(", "))


async def test_what_failed_or_says_how_the_gateway_is_is_never_kept(connect: Connect, source: FakeSource) -> None:
    async with connect(cache_control="private, max-age=60", rate_limit="5/hour") as client:
        answers = [await client.get("/graphql", params={"query": query}) for query in ("{ wrong }", "{")]
        answers += [await client.get("/graphql"), await client.get("/livez"), await client.get("/readyz")]
        source.failure = StoreUnavailable()
        answers += [await client.get("/graphql", params={"query": '{ profile(profileId: "1") { isActive } }'}) for _ in range(3)]
    assert {answer.headers["cache-control"] for answer in answers} == {"private, no-store"}
    assert answers[-1].status_code == 429


async def test_assets_of_the_page_keep_what_they_say_themselves(connect: Connect) -> None:
    async with connect(cache_control="no-store") as client:
        page = await client.get("/graphql", headers={"accept": "text/html"})
    assert page.headers.get_list("cache-control") == ["no-cache"]


@pytest.mark.parametrize(
    "value", ["public", "private, public", "private, s-maxage=60", "max-age=60", "", "private,", "private\r\nX: y", "no"]
)
def test_no_setting_lets_one_caller_see_what_another_was_shown(connect: Connect, value: str) -> None:
    with pytest.raises(ValueError, match="cache_control"):
        connect(cache_control=value)


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
