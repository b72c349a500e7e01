"""Which media type an answer gets (GraphQL over HTTP, section "Media Types"; RFC 9110, section 12.5.1)."""

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

GRAPHQL_RESPONSE = "application/graphql-response+json"
JSON = "application/json"

# In the order of our preference where a client likes several equally; wildcards get what every client of old understands.
OFFERED = ((GRAPHQL_RESPONSE, GRAPHQL_RESPONSE), (JSON, JSON), ("application/*", JSON), ("*/*", JSON))


class Accepted(Struct, frozen=True):
    """One media range of an ``Accept`` header, without its parameters, and its quality."""

    media_range: str
    quality: float


@lru_cache(maxsize=64)
def negotiated(accept: str | None) -> str | None:
    """Choose the answer's media type for an ``Accept`` header; without one it is JSON. None when the client takes neither."""
    if accept is None or not accept.strip():
        return JSON
    qualities = {accepted.media_range: accepted.quality for accepted in media_ranges(accept)}
    liked = [(qualities[media_range], media_type) for media_range, media_type in OFFERED if qualities.get(media_range, 0) > 0]
    best = max((quality for quality, _ in liked), default=0)
    return next((media_type for quality, media_type in liked if quality == best), None)


def media_ranges(accept: str) -> Iterator[Accepted]:
    """Read the header's media ranges."""
    for part in accept.split(","):
        media_range, *parameters = [piece.strip().lower() for piece in part.split(";")]
        yield Accepted(media_range, quality(parameters))


def quality(parameters: list[str]) -> float:
    """Read the weight ``q``, 1 where there is none and 0 where it is no number."""
    weight = next((parameter[2:] for parameter in parameters if parameter.startswith("q=")), "1")
    try:
        return float(weight)
    except ValueError:
        return 0
