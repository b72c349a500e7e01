"""Several requests in one body: refused by default, counted where they are allowed."""

import httpx
import pytest

from tests.fake import FakeSource
from tests.web.conftest import Connect

ONE = {"query": '{ profilesByPhone(phoneNumber: "1555") { profileId } }'}
FOUND = {"data": {"profilesByPhone": [{"profileId": "1"}]}}


async def test_a_batch_is_refused_by_default(client: httpx.AsyncClient, source: FakeSource) -> None:
    answer = await client.post("/graphql", json=[ONE])
    assert answer.status_code == 400
    assert "batches are switched off" in answer.json()["errors"][0]["message"]
    assert source.finds == []


async def test_a_batch_is_answered_in_its_order_and_one_failure_takes_no_neighbour_along(connect: Connect, source: FakeSource) -> None:
    async with connect(batch_limit=4) as client:
        answer = await client.post("/graphql", json=[ONE, {"query": "{"}, ONE, {"extensions": {"persistedQuery": {}}}])
    assert answer.status_code == 200
    first, second, third, fourth = answer.json()
    assert first == third == FOUND
    assert second["errors"][0]["extensions"]["code"] == "GRAPHQL_PARSE_FAILED"
    assert fourth["errors"][0]["message"] == "PersistedQueryNotSupported"
    assert len(source.finds) == 1


@pytest.mark.parametrize("length", [0, 4])
async def test_an_empty_batch_and_one_that_is_too_long_are_refused(connect: Connect, source: FakeSource, length: int) -> None:
    async with connect(batch_limit=3) as client:
        answer = await client.post("/graphql", json=[ONE] * length)
    assert (answer.status_code, "1 to 3" in answer.text, source.finds) == (400, True, [])


@pytest.mark.parametrize("odd", [1, None, "x", [ONE], {}, {"query": 1}])
async def test_a_batch_with_something_else_in_it_is_refused_whole(connect: Connect, source: FakeSource, odd: object) -> None:
    async with connect(batch_limit=3) as client:
        answer = await client.post("/graphql", json=[ONE, odd])
    assert (answer.status_code, source.finds) == (400, [])
