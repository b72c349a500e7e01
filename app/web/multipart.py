"""Answers in several parts, over ``multipart/mixed`` (GraphQL over HTTP, RFC "Incremental Delivery")."""

from collections.abc import AsyncIterator
from functools import lru_cache

from starlette.responses import StreamingResponse

from app.web.media_type import quality

MULTIPART = "multipart/mixed"
ASKING_OTHERWISE = ("deferspec=", "subscriptionspec=")  # an older form of the parts, and subscriptions
BOUNDARY = b"\r\n---"
HEAD = b"\r\nContent-Type: application/json; charset=utf-8\r\n\r\n"


@lru_cache(maxsize=64)
def takes_parts(accept: str | None) -> bool:
    """Whether a client understands an answer in several parts, in the form that we write."""
    for part in (accept or "").lower().split(","):
        media_range, *parameters = [piece.strip() for piece in part.split(";")]
        if media_range == MULTIPART and quality(parameters) > 0 and not any(name.startswith(ASKING_OTHERWISE) for name in parameters):
            return True
    return False


def multipart(first: bytes, rest: AsyncIterator[bytes]) -> StreamingResponse:
    """Send the first part, and each further one when it is there."""
    return StreamingResponse(delimited(first, rest), media_type=f'{MULTIPART}; boundary="-"; incrementalSpec=v0.2')


async def delimited(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Put the boundary behind each part at once, so that the client need not wait for the next one to know that this one is whole."""
    yield BOUNDARY + HEAD + first + BOUNDARY
    async for part in rest:
        yield HEAD + part + BOUNDARY
    yield b"--\r\n"
