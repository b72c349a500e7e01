"""Headers that every response carries, whichever part of the application makes it. What a route sets itself stays."""

from functools import lru_cache
from typing import Final, TypeAlias

from app.access_settings import NOT_KEPT

RawHeaders: TypeAlias = list[tuple[bytes, bytes]]

HEADERS: Final = {
    "Cache-Control": NOT_KEPT,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


def completed(headers: RawHeaders) -> RawHeaders:
    """Add what is missing."""
    return headers + missing(tuple([name for name, _ in headers]))


@lru_cache(256)
def missing(there: tuple[bytes, ...]) -> RawHeaders:
    """Return what a response with headers of these names lacks; there are few kinds of responses."""
    return [header for header in _RAW if header[0] not in there]
