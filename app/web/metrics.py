"""``/metrics``: what the gateway counted."""

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from app.web.parts import Parts


class Exposition(Protocol):
    """What writes the counts."""

    def encoded(self, accept: str) -> tuple[bytes, str]:
        """Return them in the format that a client accepts, and its media type."""
        ...


def metrics(parts: Parts, workers: int) -> Callable[[Request], Awaitable[Response]]:
    """Make what answers with the counts of ``parts``; what writes them is imported when somebody first asks."""

    @cache
    def exposition() -> Exposition:
        made: Exposition = import_module("app.web.exposition").Exposition(parts, workers)
        return made

    async def answer(request: Request) -> Response:
        body, media_type = exposition().encoded(request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": media_type})

    return answer
