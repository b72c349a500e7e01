"""An answer on its way out. Starlette's own response would look up and encode anew what is the same for all."""

from functools import lru_cache
from typing import TypeAlias

from starlette.types import Receive, Scope, Send

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]


class Answered:
    """The response to a request that was executed."""

    def __init__(self, body: bytes, status: int, media_type: str, further: Headers) -> None:
        """Say what is sent: a body of JSON, and headers beside those that every answer has."""
        self._body = body
        self._status = status
        self._headers = (b"content-length", b"%d" % len(body)), (b"content-type", _raw(media_type)), *further

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - what an ASGI application takes
        """Send it."""
        await send({"type": "http.response.start", "status": self._status, "headers": [*self._headers]})
        await send({"type": "http.response.body", "body": self._body})


def content_type(media_type: str) -> str:
    """Name the encoding too: the audits of GraphQL over HTTP ask for it."""
    return f"{media_type}; charset=utf-8"


@lru_cache(maxsize=4)
def _raw(media_type: str) -> bytes:
    return content_type(media_type).encode()
