"""How an answer can go wrong, as ASGI can say it.

Not here, because ASGI knows no sockets: a connection that is reset, one that is closed before the status line, a status line or
headers that are malformed.
"""

import asyncio
from collections.abc import AsyncIterator
from random import SystemRandom
from typing import Annotated, ClassVar, TypeAlias

from msgspec import Meta, Struct
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

_RANDOM = SystemRandom()
_WITHOUT_BODY = (204, 304)
_NOT_NEGATIVE = Meta(ge=0)


class Fault(Struct, frozen=True, kw_only=True, tag_field="kind", tag="none", forbid_unknown_fields=True):
    """What all faults share: when they strike.

    Attributes:
        times: for so many requests; None is until it is cleared.
        path: a pattern for the decoded path, where ``*`` stands for any text: ``*/Profile/Phone``, ``*/Profile/17``,
            ``/Profiles/v4/ACCOUNT/*``, ``/oauth/token``.
        query: parameters that the request must have, with these values.
    """

    times: Annotated[int, Meta(ge=1)] | None = None
    path: str = "/Profiles/*"
    query: dict[str, str] = {}

    replaces_the_answer: ClassVar[bool] = True

    async def spoil(self, answer: Response) -> Response:
        """The answer as it is sent, from the right one."""
        raise NotImplementedError


class Delay(Fault, frozen=True, kw_only=True, tag="delay"):
    """The right answer, later: after ``seconds``, or a random time from ``seconds`` to ``up_to``."""

    seconds: Annotated[float, _NOT_NEGATIVE]
    up_to: float | None = None

    replaces_the_answer: ClassVar[bool] = False

    async def spoil(self, answer: Response) -> Response:
        """Wait."""
        await asyncio.sleep(_RANDOM.uniform(self.seconds, self.seconds if self.up_to is None else self.up_to))
        return answer


class Reply(Fault, frozen=True, kw_only=True, tag="reply"):
    """Another answer altogether: an error, an HTML page with status 200, no body at all, JSON of another shape."""

    status: Annotated[int, Meta(ge=200, le=599)]
    headers: dict[str, str] = {}
    body: str = '{"Message": "A fault was asked for."}'
    media_type: str = "application/json"

    async def spoil(self, _answer: Response) -> Response:
        """Answer as told."""
        body = "" if self.status in _WITHOUT_BODY else self.body
        return Response(body, self.status, self.headers, self.media_type)


class Malformed(Fault, frozen=True, kw_only=True, tag="malformed"):
    """The right answer without its last byte, well-formed as HTTP, malformed as JSON."""

    async def spoil(self, answer: Response) -> Response:
        """Drop the last byte."""
        return Response(bytes(answer.body)[:-1], answer.status_code, media_type="application/json")


class Truncated(Fault, frozen=True, kw_only=True, tag="truncated"):
    """The connection is closed after ``after`` bytes of the body (0: after the headers), by default after half of it."""

    after: Annotated[int, _NOT_NEGATIVE] | None = None

    async def spoil(self, answer: Response) -> Response:
        """Announce all, send some."""
        return _Unfinished(answer, len(answer.body) // 2 if self.after is None else self.after)


class Drip(Fault, frozen=True, kw_only=True, tag="drip"):
    """The right answer, one byte at a time, with a pause of so many seconds before each."""

    pause: Annotated[float, _NOT_NEGATIVE] = 0.01

    async def spoil(self, answer: Response) -> Response:
        """Send byte by byte."""
        return StreamingResponse(_dripping(bytes(answer.body), self.pause), answer.status_code, answer.headers)


class Endless(Fault, frozen=True, kw_only=True, tag="endless"):
    """A body that begins like an answer and ends only when the client leaves."""

    async def spoil(self, answer: Response) -> Response:
        """Send blanks for ever."""
        return StreamingResponse(_endless(bytes(answer.body)[:1]), answer.status_code, media_type="application/json")


AnyFault: TypeAlias = Delay | Reply | Malformed | Truncated | Drip | Endless


class _Unfinished(Response):
    def __init__(self, answer: Response, sent: int) -> None:
        super().__init__(answer.body, answer.status_code, answer.headers)
        self._sent = sent

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        # The server closes the connection of an application that returns before its body is complete.
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body)[: self._sent], "more_body": True})


async def _dripping(body: bytes, pause: float) -> AsyncIterator[bytes]:
    for position in range(len(body)):
        await asyncio.sleep(pause)
        yield body[position : position + 1]


async def _endless(start: bytes) -> AsyncIterator[bytes]:
    yield start
    while True:
        await asyncio.sleep(0)  # sending alone does not let others run as long as the client keeps up
        yield b" " * 65_536
