"""Apollo's automatic persisted queries: a client that sends a hash alone is told to send the document."""

import httpx
import pytest

EXTENSIONS = {"persistedQuery": {"version": 1, "sha256Hash": "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38"}}
NOT_SUPPORTED = {"errors": [{"message": "PersistedQueryNotSupported", "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"}}]}
ACCEPT = pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])


@ACCEPT
async def test_a_hash_alone_by_post_is_answered_so_that_the_client_sends_the_document(client: httpx.AsyncClient, accept: str) -> None:
    answer = await client.post("/graphql", json={"extensions": EXTENSIONS, "variables": {}}, headers={"accept": accept})
    assert (answer.status_code, answer.json()) == (200, NOT_SUPPORTED)


@ACCEPT
async def test_a_hash_alone_by_get_is_answered_so_that_the_client_sends_the_document(client: httpx.AsyncClient, accept: str) -> None:
    parameters = {"extensions": '{"persistedQuery": {"version": 1, "sha256Hash": "ecf4"}}', "variables": "{}"}
    answer = await client.get("/graphql", params=parameters, headers={"accept": accept})
    assert (answer.status_code, answer.json()) == (200, NOT_SUPPORTED)
    assert "no-store" in answer.headers["cache-control"]


async def test_a_document_beside_its_hash_is_executed(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ __typename }", "extensions": EXTENSIONS})
    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("extensions", [None, {}, {"persistedQuery": None}, {"persistedQuery": "ecf4"}, {"other": {}}])
async def test_other_extensions_are_no_document(client: httpx.AsyncClient, extensions: object) -> None:
    assert (await client.post("/graphql", json={"extensions": extensions})).status_code == 400
