"""Each address and each principal may send so many requests, is told how many are left, and takes nothing from the others."""

import re
from pathlib import Path

import httpx
import pytest
from starlette.routing import Router
from starlette.types import Scope

from app.application import create_app
from app.settings import Settings
from app.web.rate_limit import address
from tests.auth.issuer import AUDIENCE, ISSUER, RSA, key_set, public, token
from tests.fake import FakeSource
from tests.suites.serving import serving
from tests.web.conftest import Connect
from tests.web.redis_server import RedisServer

QUERY = {"query": "{ __typename }"}


async def ask(client: httpx.AsyncClient, **headers: str) -> httpx.Response:
    return await client.post("/graphql", json=QUERY, headers=headers)


def left(answer: httpx.Response) -> tuple[str, int]:
    """Which policy an answer tells, and how much is left of it."""
    found = re.fullmatch(r'"(\w+)";r=(\d+);t=\d+', answer.headers["ratelimit"])
    assert found
    return found[1], int(found[2])


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
    assert [left(answer) for answer in answers] == [("address", 2), ("address", 1), ("address", 0), ("address", 0)]


async def test_health_is_never_refused(connect: Connect) -> None:
    async with connect(rate_limit="1/hour") as client:
        answers = [(await ask(client)).status_code, (await ask(client)).status_code, (await client.get("/livez")).status_code]
    assert answers == [200, 429, 200]


@pytest.mark.parametrize(
    ("settings", "policies"),
    [
        ({}, []),
        ({"auth": "pass-through"}, []),
        ({"auth": "pass-through", "host": "0.0.0.0"}, ["address", "principal"]),
        ({"auth": "pass-through", "host": "0.0.0.0", "rate_limit": "off"}, ["principal"]),
        ({"auth": "pass-through", "host": "0.0.0.0", "principal_rate_limit": "off"}, ["address"]),
        ({"auth": "pass-through", "host": "0.0.0.0", "principal_rate_limit": "off", "rate_limit": "off"}, []),
        ({"auth": "pass-through", "profile": "production"}, ["address", "principal"]),
        ({"principal_rate_limit": "5/hour"}, ["principal"]),
    ],
)
async def test_requests_are_counted_where_others_than_this_machine_can_send_some(
    connect: Connect, settings: dict[str, str], policies: list[str]
) -> None:
    async with connect(**settings) as client:
        answer = await ask(client, authorization="Bearer x")
    assert re.findall(r'"(\w+)"', answer.headers.get("ratelimit-policy", "")) == policies


@pytest.fixture
async def gateway(source: FakeSource, tmp_path: Path) -> Router:
    """One that allows an address four requests and a principal two."""
    keys = tmp_path / "jwks.json"
    keys.write_bytes(key_set(public(RSA, "rsa")))
    settings = {"auth": "jwt", "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_keys": str(keys)}
    return create_app(Settings.model_validate({**settings, "rate_limit": "4/hour", "principal_rate_limit": "2/hour"}), source)


def coming_from(host: str, gateway: Router) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(gateway, client=(host, 50_000)), base_url="http://localhost")


async def test_a_principal_is_counted_wherever_it_asks_from(gateway: Router) -> None:
    crm = f"Bearer {token(sub='crm')}"
    async with coming_from("192.0.2.1", gateway) as here, coming_from("192.0.2.2", gateway) as there:
        answers = [await ask(client, authorization=crm) for client in (here, there, there)]
        other = await ask(there, authorization=f"Bearer {token(sub='shop')}")
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert int(answers[2].headers["retry-after"]) >= 1
    assert other.status_code == 200


async def test_another_token_of_the_same_principal_counts_with_the_first(gateway: Router) -> None:
    async with coming_from("192.0.2.1", gateway) as client:
        answers = [await ask(client, authorization=f"Bearer {token(jti=str(number))}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_both_policies_are_named_and_the_tighter_is_told(gateway: Router) -> None:
    async with coming_from("192.0.2.1", gateway) as client:
        answers = [await ask(client, authorization=f"Bearer {token(sub=name)}") for name in ("crm", "crm", "shop", "bank", "shop")]
    assert {answer.headers["ratelimit-policy"] for answer in answers[:4]} == {'"address";q=4;w=3600, "principal";q=2;w=3600'}
    assert [left(answer) for answer in answers] == [("principal", 1), ("principal", 0), ("address", 1), ("address", 0), ("address", 0)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]


async def test_whoever_tries_out_credentials_is_stopped_by_the_address(gateway: Router) -> None:
    async with coming_from("192.0.2.1", gateway) as client:
        answers = [await ask(client, authorization=f"Bearer wrong{number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]


async def test_two_processes_count_together_in_redis(redis: RedisServer, source: FakeSource) -> None:
    settings = Settings.model_validate({"account_id": "acme", "rate_limit": "3/hour", "rate_limit_store": redis.url})
    answers = []
    for app in (create_app(settings, source), create_app(settings, source)):
        async with app.lifespan_context(app), coming_from("192.0.2.1", app) as client:
            answers += [await ask(client) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


@pytest.mark.parametrize(("proxies", "status"), [("127.0.0.1", 200), ("192.0.2.7", 429)])
async def test_behind_a_proxy_that_is_trusted_the_address_counts_that_it_passes_on(
    gateway: Router, monkeypatch: pytest.MonkeyPatch, proxies: str, status: int
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", proxies)
    with serving(gateway) as url:
        async with httpx.AsyncClient(base_url=url) as client:
            for number in range(4):
                assert (await ask(client, **{"x-forwarded-for": f"192.0.2.99, 198.51.100.{number}"})).status_code == 401
            last = await ask(client, authorization=f"Bearer {token()}", **{"x-forwarded-for": "192.0.2.99, 198.51.100.4"})
    assert last.status_code == status


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
    assert address(scope) == key


def test_without_an_address_everybody_is_counted_together() -> None:
    assert address({"type": "http", "client": None}) == "unknown"
