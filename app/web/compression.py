"""Answers are compressed for clients that accept it.

Compression can leak secrets to whoever sees the length of answers and chooses part of their text (BREACH), but only by making a browser
send a person's credentials along. Here those are a header that no browser adds by itself, and other sites' pages are refused.
"""

from functools import lru_cache

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.envelope import ADDED
from app.web.headers import headers_of
from app.web.media_type import media_ranges
from app.web.multipart import MULTIPART

SMALLEST = 1024  # bytes: less than this fits one packet anyway
LEVEL = 4  # of 9: a seventh of the size, where 9 makes an eighth in three times the time


class Compression(GZipMiddleware):
    """Starlette's middleware, told plainly what is wanted: it would take ``gzip;q=0`` for a wish, and not know ``GZIP``."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        super().__init__(app, minimum_size=SMALLEST, compresslevel=LEVEL, exclude_content_types=(MULTIPART,))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on; past Starlette's middleware where nothing is to be compressed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif accepts_gzip(headers_of(scope).get("accept-encoding", "")):
            others = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            await super().__call__({**scope, "headers": [*others, (b"accept-encoding", b"gzip")]}, receive, send)
        else:
            scope[ADDED][b"vary"] = b"Accept-Encoding"  # caches are told that others may get the answer compressed
            await self.app(scope, receive, send)


@lru_cache(maxsize=64)
def accepts_gzip(accept_encoding: str) -> bool:
    """Whether gzip is named with a weight above zero."""
    return any(accepted.media_range == "gzip" and accepted.quality > 0 for accepted in media_ranges(accept_encoding))
