"""The endpoint speaks GraphQL over HTTP."""

import httpx
import pytest

from tests.fake import FakeSource

GRAPHQL_RESPONSE = "application/graphql-response+json"
QUERY = "query Q($number: String!) { profilesByPhone(phoneNumber: $number) { profileId } }"
FOUND = {"data": {"profilesByPhone": [{"profileId": "1"}]}}


async def test_a_query_by_post_is_answered(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": QUERY, "variables": {"number": "1555"}, "operationName": "Q", "extensions": {}})
    assert (answer.status_code, answer.json()) == (200, FOUND)
    assert answer.headers["content-type"] == "application/json; charset=utf-8"


async def test_a_query_by_get_is_answered(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": QUERY, "variables": '{"number": "1555"}'}, headers={"accept": GRAPHQL_RESPONSE})
    assert (answer.status_code, answer.json()) == (200, FOUND)
    assert answer.headers["content-type"] == f"{GRAPHQL_RESPONSE}; charset=utf-8"


@pytest.mark.parametrize("query", ["mutation { x }", "subscription { x }"])
async def test_only_queries_come_by_get(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get("/graphql", params={"query": query})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(("accept", "status"), [(GRAPHQL_RESPONSE, 400), ("application/json", 200)])
@pytest.mark.parametrize("query", ["{", "{ wrong }", "query ($n: Int!) { __typename }"])
async def test_a_request_error_is_400_only_with_the_newer_media_type(
    client: httpx.AsyncClient, accept: str, status: int, query: str
) -> None:
    answer = await client.post("/graphql", json={"query": query}, headers={"accept": accept})
    assert answer.status_code == status
    assert "data" not in answer.json()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"1",
        b'"x"',
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"query": "\xff"}',
        b"{}",
        b'{"query": 1}',
        b'{"query": "{a}", "variables": []}',
        b'{"query": "{a}", "variables": "x"}',
        b'{"query": "{a}", "operationName": 1}',
        b'{"query": "{a}", "extensions": 1}',
        b"9" * 9_000,
        b'{"query": "{a}", "variables": {"x": ' + b"[" * 4_000 + b"]" * 4_000 + b"}}",
        b"[" * 9_000,
    ],
)
async def test_a_body_that_is_no_graphql_request_is_refused_with_a_graphql_error(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_body_beyond_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "#" * 10_000 + "{ __typename }"})
    assert answer.status_code == 413


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])
async def test_what_a_browser_may_send_across_sites_is_not_executed(
    client: httpx.AsyncClient, source: FakeSource, content_type: str
) -> None:
    body = b'{"query": "{ profilesByPhone(phoneNumber: \\"1555\\") { profileId } }"}'
    answer = await client.post("/graphql", content=body, headers={"content-type": content_type})
    assert answer.status_code == 415
    assert source.finds == []


async def test_another_charset_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", content=b"{}", headers={"content-type": "application/json; charset=utf-16"})
    assert answer.status_code == 415


async def test_a_client_that_takes_no_json_is_told_what_there_is(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"accept": "text/csv"})
    assert answer.status_code == 406
    assert "application/json" in answer.json()["errors"][0]["message"]


async def test_other_methods_are_named_as_not_allowed(client: httpx.AsyncClient) -> None:
    answer = await client.delete("/graphql")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].replace(" ", "").split(",")) >= {"GET", "POST"}


@pytest.mark.parametrize("parameters", [{}, {"query": ""}, {"query": "{a}", "variables": "[1]"}, {"query": "{a}", "variables": "{"}])
async def test_a_get_that_is_no_graphql_request_is_refused(client: httpx.AsyncClient, parameters: dict[str, str]) -> None:
    answer = await client.get("/graphql", params=parameters, headers={"accept": "application/json"})
    assert answer.status_code == 400


async def test_the_callers_authorization_is_handed_to_the_source(client: httpx.AsyncClient, source: FakeSource) -> None:
    await client.post("/graphql", json={"query": QUERY, "variables": {"number": "1555"}}, headers={"authorization": "Bearer t"})
    [(_, caller)] = source.finds
    assert caller.authorization == "Bearer t"
    assert "Bearer" not in repr(caller)


async def test_the_account_comes_from_the_header_before_the_settings(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": QUERY, "variables": {"number": "1555"}}, headers={"x-account-id": "other"})
    assert answer.json()["errors"][0]["extensions"]["code"] == "ACCOUNT_NOT_FOUND"
