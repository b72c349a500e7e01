"""Attacks from outside. Each is answered in time, and a bystander meanwhile within a second, without a restart in between."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query

from tests.attacks.bombs import DOCUMENTS, aliases, overlapping_fragments, representations, wrong_fields
from tests.attacks.conftest import Gateway

AT_ONCE = 4
BODY = "application/json"


def sent(gateway: Gateway, content: bytes, **headers: str) -> httpx.Response:
    return gateway.attacker.post(gateway.url, content=content, headers={"content-type": BODY, **headers})


def posted(gateway: Gateway, **body: object) -> httpx.Response:
    return sent(gateway, json.dumps(body).encode())


def volley(attack: Callable[[int], httpx.Response], count: int = AT_ONCE) -> list[httpx.Response]:
    """Send the same several times at once."""
    with ThreadPoolExecutor(AT_ONCE) as senders:
        return list(senders.map(attack, range(count)))


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_bomb_harms_nobody_else(gateway: Gateway, document: str) -> None:
    with gateway.watched():
        answers = volley(lambda number: posted(gateway, query=f"{document} # {number}"))
    assert {answer.status_code for answer in answers} <= {200, 400, 413}
    assert not any("INTERNAL_SERVER_ERROR" in answer.text for answer in answers)


def test_the_largest_operations_that_are_allowed_harm_nobody_else(gateway: Gateway) -> None:
    with gateway.watched():
        answers = volley(lambda number: posted(gateway, query=f"{aliases(5)} # {number}"), 2)
    assert [len(answer.json()["data"]) for answer in answers] == [5, 5]
    assert posted(gateway, query=aliases(6)).json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


@pytest.mark.parametrize("count", [10, 500, 5_000])
def test_many_representations_harm_nobody_else(gateway: Gateway, count: int) -> None:
    with gateway.watched():
        answers = volley(lambda _: posted(gateway, **representations(count)))
    assert {answer.status_code for answer in answers} <= {200, 413}


BATCHES: dict[str, list[dict[str, Any]]] = {
    "of aliases": [{"query": f"{aliases(4)} # {number}"} for number in range(20)],
    "of wrong fields": [{"query": f"{wrong_fields(300)} # {number}"} for number in range(20)],
    "of overlapping fragments": [{"query": f"{overlapping_fragments(100)} # {number}"} for number in range(20)],
    "of introspection": [{"query": f"{get_introspection_query()} # {number}"} for number in range(20)],
    "of very many": [{"query": "{ __typename }"}] * 5_000,
}


@pytest.mark.parametrize("batch", BATCHES.values(), ids=BATCHES.keys())
def test_a_batch_harms_nobody_else(gateway: Gateway, batch: list[dict[str, Any]]) -> None:
    with gateway.watched():
        answers = volley(lambda _: sent(gateway, json.dumps(batch).encode()), 2)
    assert {answer.status_code for answer in answers} <= {200, 400, 413}


OVERSIZED: dict[str, bytes] = {
    "10 MB": b'{"query": "' + b"a " * 5_000_000 + b'"}',
    "10 MB of variables": b'{"query": "{ __typename }", "variables": {"a": "' + b"x" * 10_000_000 + b'"}}',
    "many variables": json.dumps({"query": "{ __typename }", "variables": {f"v{number}": number for number in range(15_000)}}).encode(),
    "deep variables": b'{"query": "{ __typename }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}",
    "a large list for one id": json.dumps(
        {"query": "query ($a: ID!) { profile(profileId: $a) { profileId } }", "variables": {"a": [1] * 50_000}}
    ).encode(),
    "wrong items in a list": json.dumps(
        {"query": "query ($a: [_Any!]!) { _entities(representations: $a) { __typename } }", "variables": {"a": [None] * 40_000}}
    ).encode(),
    "a long operation name": json.dumps({"query": "{ __typename }", "operationName": "a" * 200_000}).encode(),
    "a long document id": json.dumps({"documentId": "a" * 200_000}).encode(),
}


@pytest.mark.parametrize("body", OVERSIZED.values(), ids=OVERSIZED.keys())
def test_what_is_oversized_harms_nobody_else(gateway: Gateway, body: bytes) -> None:
    with gateway.watched():
        answers = volley(lambda _: tried(gateway, body))
    assert {answer.status_code for answer in answers} <= {200, 400, 413}


def tried(gateway: Gateway, body: bytes) -> httpx.Response:
    """Send a body whose rest the server may refuse to read."""
    try:
        return sent(gateway, body)
    except (httpx.WriteError, httpx.ReadError, httpx.RemoteProtocolError):
        return httpx.Response(413)


def test_one_bomb_after_the_other_is_answered_in_time(gateway: Gateway) -> None:
    began = time.perf_counter()
    for document in DOCUMENTS.values():
        posted(gateway, query=document)
    assert time.perf_counter() - began < len(DOCUMENTS)


INJECTED = "plain\r\nX-Injected: yes\r\n\r\n<html>"


@pytest.mark.parametrize("header", ["X-Request-Id", "X-Account-Id", "Authorization", "Accept", "Origin", "X-GraphQL-Cost"])
@pytest.mark.parametrize("value", [b"a\tb", b"%0d%0aX-Injected: yes", "\u560d\u560aX-Injected: yes".encode(), b"a\x0bb", b"x" * 8_000])
def test_no_header_of_a_request_comes_out_as_another(gateway: Gateway, header: str, value: bytes) -> None:
    request = httpx.Request(
        "POST", gateway.url, headers=[(b"content-type", BODY.encode()), (header.encode(), value)], content=b'{"query": "{ __typename }"}'
    )
    try:
        answer = gateway.attacker.send(request)
    except (httpx.ProtocolError, httpx.ReadError):
        return
    assert "x-injected" not in answer.headers
    assert value.decode("latin-1") not in [text for name, text in answer.headers.items() if name == "x-request-id"]


def test_no_text_of_a_request_comes_out_as_a_header(gateway: Gateway) -> None:
    for body in ({"query": INJECTED}, {"query": "{ __typename }", "operationName": INJECTED}, {"documentId": INJECTED}):
        answer = posted(gateway, **body)
        assert "x-injected" not in answer.headers
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "document",
    [
        get_introspection_query(),
        "{ __schema { queryType { name } } }",
        '{ __type(name: "Profile") { fields { name } } }',
        "{ _service { sdl } }",
    ],
)
def test_a_closed_gateway_does_not_tell_its_schema(closed_gateway: Gateway, document: str) -> None:
    answer = posted(closed_gateway, query=document).json()
    assert "data" not in answer
    assert "profilesByEmail" not in json.dumps(answer)


MISSPELT: list[dict[str, Any]] = [
    {"query": "{ profilesByPhon }"},
    {"query": "{ profile(profileIdd: 1) { profileId } }"},
    {"query": "{ profile(profileId: 1) { consents { typ statu } } }"},
    {"query": "{ ... on Profil { profileId } }"},
    {"query": "query ($a: ProfileStatu) { __typename }"},
    {"query": "{ __typename @inclde(if: true) }"},
    {"query": "{ __typename @include(iff: true) }"},
    {"query": "query ($a: Boolean!) { profile(profileId: 1, includeImplied: $a) { profileId } }", "variables": {"a": "GRANTE"}},
    {"query": "{ profile(profileId: 1, includeImplied: TRU) { profileId } }"},
    {"query": "{ _entities(representations: [{__typename: Profil}]) { ... on Profile { profileId } } }"},
    {"query": "query Known { __typename }", "operationName": "Knwn"},
    {"query": "{ profile(profileId: 1) { ...F } } fragment FF on Profile { profileId }"},
]


@pytest.mark.parametrize("body", MISSPELT)
def test_a_closed_gateway_does_not_suggest_names(closed_gateway: Gateway, body: dict[str, Any]) -> None:
    answer = posted(closed_gateway, **body)
    assert answer.json()["errors"]
    assert "Did you mean" not in answer.text


def test_after_all_of_it_the_gateway_answers_as_before(gateway: Gateway) -> None:
    with gateway.watched():
        answer = posted(gateway, query='{ profilesByPhone(phoneNumber: "15550109999") { profileId } }')
    assert answer.json() == {"data": {"profilesByPhone": [{"profileId": "1"}]}}
