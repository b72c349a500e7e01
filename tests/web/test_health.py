"""Health and the request id."""

import httpx
import pytest

from app.errors import StoreUnavailable
from tests.fake import FakeSource


async def test_a_process_that_runs_is_live_even_without_its_source(client: httpx.AsyncClient, source: FakeSource) -> None:
    source.failure = StoreUnavailable()
    assert (await client.get("/livez")).status_code == 200


async def test_readiness_follows_the_source(client: httpx.AsyncClient, source: FakeSource) -> None:
    assert (await client.get("/readyz")).status_code == 200
    source.failure = StoreUnavailable()
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")


async def test_a_plain_request_id_of_the_caller_is_kept(client: httpx.AsyncClient) -> None:
    assert (await client.get("/livez", headers={"x-request-id": "abc-1.2_3"})).headers["x-request-id"] == "abc-1.2_3"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "+1 (555) 010-9999", "a;b"])
async def test_any_other_request_id_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/livez", headers={"x-request-id": given})
    assert answer.headers["x-request-id"] not in {given, ""}
