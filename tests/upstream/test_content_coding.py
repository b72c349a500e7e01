"""Bodies as they were before their host compressed them."""

import gzip

import pytest

from app.errors import UpstreamInvalidResponse
from app.upstream.content_coding import decoded

WHOLE = gzip.compress(b"[]", mtime=0)  # without it, the names of the tests below would tell the second


@pytest.mark.parametrize("coding", ["", "identity", "Identity"])
def test_what_is_not_coded_stays(coding: str) -> None:
    assert decoded(b"[]", coding, 10) == b"[]"


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_gzip_is_undone(coding: str) -> None:
    assert decoded(WHOLE, coding, 10) == b"[]"


def test_no_more_comes_out_than_shows_that_it_is_too_much() -> None:
    assert decoded(gzip.compress(b" " * 1_000_000), "gzip", 10) == b" " * 11


@pytest.mark.parametrize(
    ("body", "coding"), [(b"[]", "br"), (WHOLE, "gzip, gzip"), (b"[]", "gzip"), (WHOLE[:-1], "gzip"), (WHOLE + b"x", "gzip"), (b"", "gzip")]
)
def test_what_is_coded_otherwise_or_wrongly_is_no_answer(body: bytes, coding: str) -> None:
    with pytest.raises(UpstreamInvalidResponse):
        decoded(body, coding, 10)
