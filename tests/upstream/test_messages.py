"""Requests as they are sent."""

import pytest

from app.upstream.exceptions import Unsendable
from app.upstream.messages import Origin, parted, request

EXAMPLE = Origin(True, "example.com", 443, "example.com")


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("https://example.com/a?b=c", EXAMPLE, "/a?b=c"),
        ("http://example.com:81/a%2Fb?c=%20", Origin(False, "example.com", 81, "example.com:81"), "/a%2Fb?c=%20"),
        ("http://[::1]:8080/", Origin(False, "::1", 8080, "[::1]:8080"), "/"),
        ("http://Example.com//a/../b", Origin(False, "example.com", 80, "Example.com"), "//a/../b"),
    ],
)
def test_an_address_is_a_host_and_a_target_that_is_sent_as_it_is(url: str, origin: Origin, target: str) -> None:
    assert parted(url) == (origin, target)


def test_a_request_says_what_is_wanted_and_how_it_may_come() -> None:
    assert request("GET", EXAMPLE, "/a?b=c", [("Authorization", "Bearer a")]).split(b"\r\n") == [
        b"GET /a?b=c HTTP/1.1",
        b"Host: example.com",
        b"Accept: application/json",
        b"Accept-Encoding: gzip",
        b"User-Agent: profile-gateway",
        b"Authorization: Bearer a",
        b"",
        b"",
    ]


def test_a_body_follows_the_head() -> None:
    assert request("POST", EXAMPLE, "/", [], b"a=b").endswith(b"\r\n\r\na=b")


@pytest.mark.parametrize("target", ["/a b", "/a\r\nX: y", "/a\n", "/\0", "/ÿ", "", "a", "*"])
def test_a_target_that_would_be_more_than_one_is_refused(target: str) -> None:
    with pytest.raises(Unsendable):
        request("GET", EXAMPLE, target, [])


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nX: y", "a\r", "a\0", "ÿ", "\u2028"])
def test_a_header_that_would_be_more_than_one_is_refused(value: str) -> None:
    with pytest.raises(Unsendable) as refused:
        request("GET", EXAMPLE, "/", [("Authorization", value)])
    assert value not in str(refused.value)
