"""Health: ``/livez`` says that the process runs, ``/readyz`` that the source can be asked."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import GatewayError
from app.source.protocol import Source
from app.upstream.breaker import Breaker


async def livez(_request: Request) -> Response:
    """Answer as long as the process runs."""
    return JSONResponse({"status": "ok"})


def readiness(source: Source, breaker: Breaker | None = None) -> Callable[[Request], Awaitable[Response]]:
    """Make what answers 200 when ``source`` can be asked, else 503 with the reason's code; where there is a breaker, with its state."""

    def state() -> dict[str, str]:
        return {"breaker": breaker.state.value} if breaker else {}

    async def readyz(_request: Request) -> Response:
        try:
            await source.ready()
        except GatewayError as error:
            return JSONResponse({"status": "unavailable", "code": error.code, "message": str(error), **state()}, 503)
        return JSONResponse({"status": "ok", **state()})

    return readyz
