"""One address may send so many requests, is told how many are left, and takes nothing from the others."""

import logging
import re

import httpx
import pytest
from starlette.types import Scope

from app.web.rate_limit import RateLimitMiddleware, counted_as, opened
from tests.web.conftest import Connect

QUERY = {"query": "{ __typename }"}


async def ask(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/graphql", json=QUERY)


async def test_requests_beyond_the_rate_are_refused_and_told_when_to_come_back(connect: Connect) -> None:
    async with connect(rate_limit="3/hour") as client:
        answers = [await ask(client) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert 1 <= int(answers[3].headers["retry-after"]) <= 7200
    assert "retry-after" not in answers[2].headers


async def test_every_answer_says_how_many_are_left(connect: Connect) -> None:
    async with connect(rate_limit="3/hour") as client:
        answers = [await ask(client) for _ in range(4)]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"address";q=3;w=3600'}
    left = [re.fullmatch(r'"address";r=(\d+);t=\d+', answer.headers["ratelimit"]) for answer in answers]
    assert [found and found[1] for found in left] == ["2", "1", "0", "0"]


async def test_health_is_never_refused(connect: Connect) -> None:
    async with connect(rate_limit="1/hour") as client:
        answers = [(await ask(client)).status_code, (await ask(client)).status_code, (await client.get("/livez")).status_code]
    assert answers == [200, 429, 200]


@pytest.mark.parametrize(
    ("settings", "limited"), [({}, False), ({"host": "0.0.0.0"}, True), ({"host": "0.0.0.0", "rate_limit": "off"}, False)]
)
async def test_requests_are_counted_where_others_than_this_machine_can_send_some(
    connect: Connect, settings: dict[str, str], limited: bool
) -> None:
    async with connect(**settings) as client:
        assert ("ratelimit" in (await ask(client)).headers) == limited


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::3", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "unknown"),
        ("1.2.3.4\r\nX: y", "unknown"),
    ],
)
def test_an_address_or_the_network_that_one_customer_has_is_counted(host: str, key: str) -> None:
    scope: Scope = {"type": "http", "client": (host, 1)}
    assert counted_as(scope) == key


def test_without_an_address_everybody_is_counted_together() -> None:
    assert counted_as({"type": "http", "client": None}) == "unknown"


@pytest.mark.parametrize("store", ["nonsense", "canary://user:canary@host", ""])
def test_a_store_of_counts_that_is_none_is_said_so_without_its_text(store: str) -> None:
    with pytest.raises(ValueError, match="PROFILES_RATE_LIMIT_STORE") as refused:
        opened(store)
    assert "canary" not in str(refused.value)


class Broken:
    """Counts nothing."""

    async def hit(self, *_: object) -> bool:
        raise ConnectionError("redis://user:canary@host")


async def test_requests_are_answered_where_they_cannot_be_counted(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    async with connect() as client:
        transport = client._transport
        assert isinstance(transport, httpx.ASGITransport)
        middleware = RateLimitMiddleware(transport.app, "1/hour", "memory://")
        middleware._limiter = Broken()  # type: ignore[assignment] # a seam: the store is out of reach
        async with httpx.AsyncClient(transport=httpx.ASGITransport(middleware), base_url="http://gateway.example") as other:
            with caplog.at_level(logging.ERROR):
                assert [(await ask(other)).status_code for _ in range(2)] == [200, 200]
    assert "cannot be counted: ConnectionError" in caplog.text
    assert "canary" not in caplog.text
