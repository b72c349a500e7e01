"""A page whose name points to this machine is not answered: only names that are meant are."""

import httpx
import pytest

from tests.fake import FakeSource
from tests.web.conftest import Connect

QUERY = {"query": '{ profilesByPhone(phoneNumber: "1555") { profileId } }'}
GUARDED = {"auth": "pass-through"}
REBOUND = ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.1", "[::2]:8000", ":8000", ""]


async def status(client: httpx.AsyncClient, host: str, **headers: str) -> int:
    return (await client.post("/graphql", json=QUERY, headers={"host": host, **headers})).status_code


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
async def test_where_nobody_is_asked_who_they_are_loopback_is_answered(connect: Connect, host: str) -> None:
    async with connect() as client:
        assert await status(client, host) == 200


@pytest.mark.parametrize("host", REBOUND)
async def test_where_nobody_is_asked_who_they_are_no_other_host_is(connect: Connect, source: FakeSource, host: str) -> None:
    async with connect() as client:
        answer = await client.post("/graphql", json=QUERY, headers={"host": host})
        page = await client.get("/graphql", headers={"host": host, "accept": "text/html"})
    assert (answer.status_code, page.status_code) == (400, 400)
    assert answer.headers["cache-control"] == "private, no-store"
    assert source.finds == []


@pytest.mark.parametrize(("listening_on", "host"), [("127.8.8.8", "127.8.8.8:8000"), ("::1", "[::1]"), ("localhost", "localhost:80")])
async def test_the_address_that_is_listened_on_is_answered(connect: Connect, listening_on: str, host: str) -> None:
    async with connect(host=listening_on) as client:
        assert await status(client, host) == 200


async def test_hosts_that_are_named_are_answered_beside_loopback(connect: Connect) -> None:
    async with connect(allowed_hosts=["graph.example.com", "*.internal.example"]) as client:
        hosts = ["graph.example.com:443", "a.internal.example", "localhost:8000", "internal.example", "example.com"]
        for _ in range(2):  # a host that was met before is judged as it was then
            assert [await status(client, host) for host in hosts] == [200, 200, 200, 400, 400]


async def test_where_callers_are_asked_any_host_is_answered_unless_some_are_named(connect: Connect) -> None:
    known = {"authorization": "Bearer x"}
    async with connect(**GUARDED) as anywhere, connect(**GUARDED, allowed_hosts=["graph.example.com"]) as named:
        assert [await status(anywhere, host, **known) for host in ("evil.example", "192.0.2.1:8000")] == [200, 200]
        assert [await status(named, host, **known) for host in ("graph.example.com", "localhost", "evil.example")] == [200, 400, 400]


@pytest.mark.parametrize("settings", [{}, {**GUARDED, "allowed_hosts": ["graph.example.com"]}])
@pytest.mark.parametrize("path", ["/livez", "/readyz"])
async def test_probes_may_ask_by_address(connect: Connect, settings: dict[str, object], path: str) -> None:
    async with connect(**settings) as client:
        assert (await client.get(path, headers={"host": "10.1.2.3:8000"})).status_code == 200
