"""No page of another site gets an operation executed: neither read nor even sent without asking first."""

import httpx
import pytest

from tests.fake import FakeSource
from tests.web.conftest import Connect

QUERY = '{ profilesByPhone(phoneNumber: "1555") { profileId } }'
FOUND = {"data": {"profilesByPhone": [{"profileId": "1"}]}}
HERE = "http://localhost"
APP = "https://app.example.com"
EVIL = "https://evil.example"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

FROM_ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://other.localhost"},
    {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "accept": "text/html,*/*;q=0.8"},
    {"sec-fetch-site": "cross-site", "origin": EVIL, "x-apollo-operation-name": "Q"},
    {"sec-fetch-site": "what-comes-next"},
    {"origin": EVIL},
    {"origin": "null"},
    {"origin": "http://["},
    {"origin": "http://localhost.evil.example"},
    {"origin": "http://localhost:81"},
]
FROM_AN_OLD_BROWSER = {"user-agent": BROWSER, "accept": "application/json"}
FROM_HERE = [
    {"user-agent": "curl/8.14.1"},
    {"user-agent": "node", "sec-fetch-mode": "cors"},
    {"user-agent": BROWSER, "sec-fetch-site": "same-origin", "origin": "https://public-name.example"},
    {"user-agent": BROWSER, "sec-fetch-site": "none", "accept": "text/html,*/*;q=0.8"},
    {"user-agent": BROWSER, "origin": HERE},
]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
async def test_a_page_of_another_site_gets_nothing_executed(
    client: httpx.AsyncClient, source: FakeSource, method: str, headers: dict[str, str]
) -> None:
    answer = await asked(client, method, headers)
    assert answer.status_code == 403
    assert source.finds == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_browser_that_does_not_tell_the_site_must_have_asked_before_it_gets(
    client: httpx.AsyncClient, source: FakeSource, method: str
) -> None:
    assert (await asked(client, method, FROM_AN_OLD_BROWSER)).status_code == 403
    assert source.finds == []
    for header in ("GraphQL-Require-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name"):
        assert (await asked(client, method, {**FROM_AN_OLD_BROWSER, header: "1"})).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("headers", FROM_HERE, ids=str)
async def test_our_own_pages_people_and_programs_are_answered(client: httpx.AsyncClient, method: str, headers: dict[str, str]) -> None:
    answer = await asked(client, method, headers)
    assert (answer.status_code, answer.json()) == (200, FOUND)


@pytest.mark.parametrize("origin", [HERE, APP, EVIL])
async def test_cors_is_closed_by_default(client: httpx.AsyncClient, origin: str) -> None:
    answer = await preflight(client, origin)
    assert answer.status_code == 405
    assert [name for name in answer.headers if name.startswith("access-control-")] == []


async def test_a_page_of_an_allowed_origin_may_ask_and_read(connect: Connect) -> None:
    async with connect(cors_origins=[APP]) as client:
        asking = await preflight(client, APP)
        answer = await asked(client, "POST", {"origin": APP, "sec-fetch-site": "cross-site"})
    assert (asking.status_code, asking.headers["access-control-allow-origin"]) == (200, APP)
    assert "x-account-id" in asking.headers["access-control-allow-headers"]
    assert (answer.json(), answer.headers["access-control-allow-origin"]) == (FOUND, APP)
    assert "access-control-allow-credentials" not in asking.headers


async def test_a_page_of_any_other_origin_still_may_not(connect: Connect, source: FakeSource) -> None:
    async with connect(cors_origins=[APP]) as client:
        asking = await preflight(client, EVIL)
        answer = await asked(client, "POST", {"origin": EVIL, "sec-fetch-site": "cross-site"})
    assert asking.status_code == 400
    assert "access-control-allow-origin" not in {*asking.headers, *answer.headers}
    assert answer.status_code == 403
    assert source.finds == []


async def test_a_page_of_an_allowed_origin_may_read_how_much_it_may_still_ask(connect: Connect) -> None:
    async with connect(cors_origins=[APP], rate_limit="1/hour") as client:
        answers = [await asked(client, "POST", {"origin": APP}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    exposed = answers[1].headers["access-control-expose-headers"].split(", ")
    assert exposed == ["X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After"]
    assert [name for name in exposed if name not in answers[1].headers] == []


@pytest.mark.parametrize("origin", ["*", "app.example.com", "https://*.example.com", "https://app.example.com/"])
def test_only_whole_origins_can_be_allowed(connect: Connect, origin: str) -> None:
    with pytest.raises(ValueError, match="cors_origins"):
        connect(cors_origins=[origin])


async def test_an_answer_is_kept_by_no_cache_and_read_as_nothing_but_json(client: httpx.AsyncClient) -> None:
    for method in ("GET", "POST"):
        answer = await asked(client, method, {})
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def asked(client: httpx.AsyncClient, method: str, headers: dict[str, str]) -> httpx.Response:
    if method == "POST":
        return await client.post("/graphql", json={"query": QUERY}, headers=headers)
    return await client.request(method, "/graphql", params={"query": QUERY}, headers=headers)


async def preflight(client: httpx.AsyncClient, origin: str) -> httpx.Response:
    headers = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type,x-account-id"}
    return await client.options("/graphql", headers=headers)
