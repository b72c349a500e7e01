"""A client that leaves stops the work on its answer."""

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import TypeVar

from starlette.requests import Request

T = TypeVar("T")

UNNOTICED_S = 0.02
"""Work that is done sooner is not worth watching for: that would cost a twentieth of a small request."""


class ClientLeft(Exception):
    """Nobody waits for the answer."""


async def unless_client_leaves(request: Request, working: Awaitable[T]) -> T:
    """Wait for work on a request whose body was read.

    Raises:
        ClientLeft: the client left first, and the work was cancelled.
    """
    watching: list[asyncio.Task[None]] = []
    try:
        async with asyncio.timeout(None) as patience:
            begin = partial(begin_to_watch, watching, request, patience)
            begun = asyncio.get_running_loop().call_later(UNNOTICED_S, begin)
            try:
                return await working
            finally:
                begun.cancel()
                for watch in watching:
                    watch.cancel()
    except TimeoutError:
        if patience.expired():
            raise ClientLeft from None
        raise


def begin_to_watch(watching: list[asyncio.Task[None]], request: Request, patience: asyncio.Timeout) -> None:
    """Watch in a task, and put it into ``watching``, where it is found to be ended."""
    watching.append(asyncio.create_task(end_when_left(request, patience)))


async def end_when_left(request: Request, patience: asyncio.Timeout) -> None:
    """Wait until the client leaves; after the body, the server has nothing else to say."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    patience.reschedule(asyncio.get_running_loop().time())
