"""Headers that every response carries, whichever part of the application makes it. What a route sets itself stays."""

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
    there = {name for name, _ in headers}
    return [*headers, *(header for header in _RAW if header[0] not in there)]
