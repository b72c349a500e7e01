"""How long a request is waited for: until its body was due, and then as long as its client waits for the answer."""

import asyncio
from types import TracebackType
from typing import Self

from starlette.requests import Request

from app.upstream.deadline import Deadline
from app.web.parameters import RefusedRequest

UNNOTICED_S = 0.02
"""Work that is done sooner is not worth watching for: that would cost a twentieth of a small request."""


class ClientLeft(Exception):
    """Nobody waits for the answer."""


class Patience:
    """Limits a block in which a request is read and worked on.

    Raises:
        RefusedRequest: the body did not arrive in time.
        ClientLeft: the client left first, and the work was cancelled.
    """

    def __init__(self, request: Request, seconds: float) -> None:
        """Give the body of ``request`` so many ``seconds``."""
        self._request = request
        self._seconds = seconds
        self._limit = Deadline(asyncio.get_running_loop().time() + seconds)  # one for both, since each costs what a step of the work does
        self._begun: asyncio.TimerHandle | None = None
        self._watch: asyncio.Task[None] | None = None

    def __enter__(self) -> Self:
        """Begin to wait for the body."""
        self._limit.__enter__()
        return self

    def stay_with_client(self) -> None:
        """Say that the body was read: from now on the client's leaving ends the block, and nothing else."""
        self._limit.lift()
        self._begun = asyncio.get_running_loop().call_later(UNNOTICED_S, self._begin_to_watch)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Watch no longer."""
        for waiting in (self._begun, self._watch):
            if waiting:
                waiting.cancel()
        try:
            self._limit.__exit__(kind, error, trace)
        except TimeoutError:
            if self._begun:
                raise ClientLeft from None
            raise RefusedRequest(408, f"The body did not arrive within {self._seconds} seconds.", {"Connection": "close"}) from None

    def _begin_to_watch(self) -> None:
        self._watch = asyncio.create_task(self._end_when_left())

    async def _end_when_left(self) -> None:
        """Wait until the client leaves; after the body, the server has nothing else to say."""
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self._limit.cut()
