"""No input makes the gateway fail: what is no GraphQL request is the client's fault, is told so, and costs little."""

import time
from collections.abc import Iterator

import httpx
import pytest

from app.application import create_app
from app.settings import Settings
from tests.suites.people import ACCOUNT, people
from tests.suites.raw import HEAD, answered, connected, received, sent, status_of
from tests.suites.serving import serving

LIMIT = 262_144
QUERY = b'{"query": "{ __typename }"}'
LARGE = 10_000_000
LITTLE_S = 2
NUMBER = b"9" * 10_000

ODD_BODIES = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a text": b'"x"',
    "an array": b"[]",
    "a batch": b"[" + QUERY + b"]",
    "no utf-8": b'{"query": "\xff\xfe"}',
    "a byte order mark": b"\xef\xbb\xbf" + QUERY,
    "half a surrogate": b'{"query": "\\ud800"}',
    "utf-16": QUERY.decode().encode("utf-16"),
    "two values": QUERY + QUERY,
    "half a value": QUERY[:-2],
    "deep arrays": b"[" * 100_000,
    "deep objects": b'{"query":' * 25_000,
    "deep variables": b'{"query": "{ __typename }", "variables": {"a":' + b"[" * 50_000 + b"]" * 50_000 + b"}}",
    "a long number": NUMBER,
    "a long number in the variables": b'{"query": "{ __typename }", "variables": {"a": ' + NUMBER + b"}}",
    "a number beyond all": b'{"query": "{ __typename }", "variables": {"a": 1e999}}',
    "not a number": b'{"query": "{ __typename }", "variables": {"a": NaN}}',
    "too much": b'{"query": "' + b"#" * LARGE + b'"}',
}
ODD_DOCUMENTS = {
    "deep selections": "{a" * 20_000,
    "deep lists": "{ profile(profileId: " + "[" * 50_000,
    "deep types": "query ($a: " + "[" * 50_000,
    "a long number for a boolean": "{ profile(profileId: 1, includeImplied: " + "9" * 10_000 + ") { profileId } }",
    "a long number by default": "query ($a: Int = " + "9" * 10_000 + ") { profile(profileId: $a) { profileId } }",
    "a fragment that spreads itself": "{ ...a } fragment a on Query { ...a }",
    "nothing but comments": "#" * 100_000,
    "a null byte": "{ __typename \0 }",
    "an unknown operation": "mutation { x }",
    "a subscription": "subscription { x }",
    "a schema": "type Query { a: Int }",
}
ODD_HEADERS: dict[str, dict[str, bytes]] = {
    "no media type": {"content-type": b""},
    "a strange media type": {"content-type": b";;;,\xff"},
    "a strange charset": {"content-type": b"application/json; charset=\xff"},
    "a strange accept": {"accept": b"application/json;q=\xff,,;;q=1;q"},
    "an endless weight": {"accept": b"application/json;q=" + b"9" * 5_000},
    "not a weight": {"accept": b"application/json;q=nan"},
    "a strange encoding": {"accept-encoding": b";q=,gzip;q=-inf"},
    "a compressed body that is none": {"content-encoding": b"gzip"},
    "a strange account": {"x-account-id": b"\xff\x00".replace(b"\x00", b"\t")},
    "a long account": {"x-account-id": b"a" * 20_000},
    "a strange credential": {"authorization": b"Bearer \xff"},
    "a strange origin": {"origin": b"http://[\xff"},
    "a strange request id": {"x-request-id": b"\xff" * 100},
    "an upgrade": {"connection": b"Upgrade", "upgrade": b"websocket"},
    "an expectation": {"expect": b"something"},
}


@pytest.fixture(scope="module")
def impatient_url() -> Iterator[str]:
    """The address of a gateway that does not wait long for a body."""
    with serving(create_app(Settings(account_id=ACCOUNT, body_timeout=0.3), people())) as address:
        yield f"{address}/graphql"


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=list(ODD_BODIES))
def test_a_body_that_is_no_graphql_request_is_refused_at_little_cost(gateway_url: str, body: bytes) -> None:
    before = time.monotonic()
    answer = httpx.post(gateway_url, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == (413 if len(body) > LIMIT else 400)
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert time.monotonic() - before < LITTLE_S


@pytest.mark.parametrize("document", ODD_DOCUMENTS.values(), ids=list(ODD_DOCUMENTS))
def test_a_document_that_cannot_be_executed_is_refused_at_little_cost(gateway_url: str, document: str) -> None:
    before = time.monotonic()
    answer = httpx.post(gateway_url, json={"query": document}, headers={"accept": "application/graphql-response+json"})
    assert answer.status_code == 400
    assert "INTERNAL_SERVER_ERROR" not in answer.text
    assert time.monotonic() - before < LITTLE_S


@pytest.mark.parametrize("headers", ODD_HEADERS.values(), ids=list(ODD_HEADERS))
def test_no_header_makes_it_fail(gateway_url: str, headers: dict[str, bytes]) -> None:
    lines = [name.encode() + b": " + value for name, value in {"content-type": b"application/json", **headers}.items()]
    head = b"\r\n".join(
        [b"POST /graphql HTTP/1.1", b"Host: localhost", b"Connection: close", b"Content-Length: %d" % len(QUERY), *lines, b"", b""]
    )
    assert 200 <= status_of(answered(gateway_url, head, QUERY)) < 500


def test_a_body_shorter_than_announced_is_waited_for_only_so_long(impatient_url: str) -> None:
    connection = connected(impatient_url)
    sent(connection, HEAD + b"Content-Length: 1000\r\n\r\n" + QUERY)
    assert status_of(received(connection)) == 408
    connection.close()


def test_a_body_longer_than_announced_ends_where_it_was_announced(gateway_url: str) -> None:
    answer = answered(gateway_url, HEAD + b"Content-Length: %d\r\n\r\n" % len(QUERY) + QUERY + b"}}}}")
    assert status_of(answer) in {200, 400}


@pytest.mark.parametrize("length", [b"-1", b"x", b"1e3", b"9" * 100, b"1, 2", b""])
def test_a_content_length_that_is_none_is_refused(gateway_url: str, length: bytes) -> None:
    assert status_of(answered(gateway_url, HEAD + b"Content-Length: " + length + b"\r\n\r\n" + QUERY)) in {0, 400, 413}


def test_two_ways_to_say_the_length_are_refused(gateway_url: str) -> None:
    chunked = b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"
    assert status_of(answered(gateway_url, HEAD + chunked)) == 400


def test_a_body_in_chunks_is_put_together(gateway_url: str) -> None:
    chunks = [b"%x\r\n%b\r\n" % (len(part), part) for part in (QUERY[:5], QUERY[5:])]
    assert status_of(answered(gateway_url, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", *chunks, b"0\r\n\r\n")) == 200


def test_chunks_without_end_are_cut_off(gateway_url: str) -> None:
    connection = connected(gateway_url)
    sent(connection, HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n"
    parts = 0
    while parts < 1_000 and sent(connection, chunk):
        parts += 1
    assert parts < 1_000, "the server read on"
    assert status_of(received(connection)) in {0, 413}
    connection.close()


@pytest.mark.parametrize("chunk", [b"x\r\n", b"-1\r\n", b"5\r\nabc\r\n", b"ffffffffffffffffffff\r\n"])
def test_chunks_that_are_none_are_refused(gateway_url: str, chunk: bytes) -> None:
    assert status_of(answered(gateway_url, HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk)) in {0, 400}


@pytest.mark.parametrize("line", [b"GET /graphql?query=%ff%fe%00 HTTP/1.1", b"GET /graphql?query=%zz&variables=%7B HTTP/1.1"])
def test_an_address_that_cannot_be_read_is_refused(gateway_url: str, line: bytes) -> None:
    assert (
        status_of(
            answered(gateway_url, line + b"\r\nHost: localhost\r\nConnection: close\r\nAccept: application/graphql-response+json\r\n\r\n")
        )
        == 400
    )


def test_a_long_address_is_answered_or_refused(gateway_url: str) -> None:
    line = b"GET /graphql?query=" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert status_of(answered(gateway_url, line)) in {0, 200, 400, 414}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
def test_other_methods_are_told_which_ones_there_are(gateway_url: str, method: str) -> None:
    answer = httpx.request(method, gateway_url)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["allow"].split(", "))
