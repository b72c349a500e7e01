"""A client that leaves stops the work on its answer."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from starlette.requests import Request

T = TypeVar("T")


class ClientLeft(Exception):
    """Nobody waits for the answer."""


async def unless_client_leaves(request: Request, working: Awaitable[T]) -> T:
    """Wait for work on a request whose body was read.

    Raises:
        ClientLeft: the client left first, and the work was cancelled.
    """
    try:
        async with asyncio.timeout(None) as patience:
            watching = asyncio.create_task(end_when_left(request, patience))
            try:
                return await working
            finally:
                watching.cancel()
    except TimeoutError:
        if patience.expired():
            raise ClientLeft from None
        raise


async def end_when_left(request: Request, patience: asyncio.Timeout) -> None:
    """Wait until the client leaves; after the body, the server has nothing else to say."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    patience.reschedule(asyncio.get_running_loop().time())
