"""Where one profile of an upstream answer ends and the next begins: a guess first, for looking at all of its JSON takes a millisecond."""

import re
from collections.abc import Iterable, Iterator

from msgspec import Raw
from msgspec.json import Decoder

_FIRST_KEY = re.compile(rb'\[(\{"[^"\\]*":)')

each_profile = Decoder(list[Raw]).decode
"""Says it for certain."""


def each_profile_perhaps(body: bytes) -> Iterable[Raw | memoryview]:
    """Take an answer apart where objects begin with the key that the first profile begins with.

    Objects within a profile may begin so too. Then some piece is cut off within, and no decoder takes it; where every piece is an object,
    they are the profiles. No text holds such a place: within a text there is a backslash before each quotation mark.
    """
    first = _FIRST_KEY.match(body)
    return _pieces(body, b"," + first[1]) if first and body.endswith(b"]") else each_profile(body)


def _pieces(body: bytes, between: bytes) -> Iterator[memoryview]:
    view, begin = memoryview(body), len(b"[")
    while (end := body.find(between, begin)) >= 0:
        yield view[begin:end]
        begin = end + len(b",")
    yield view[begin : -len(b"]")]
