"""Health: ``/livez`` says that the process runs, ``/readyz`` that the source can be asked."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.errors import GatewayError
from app.source.protocol import Source


async def livez(_request: Request) -> Response:
    """Answer as long as the process runs."""
    return JSONResponse({"status": "ok"})


class Readiness:
    """Answers 200 when the source can be asked, else 503 with the reason's code."""

    def __init__(self, source: Source) -> None:
        """Ask ``source``."""
        self._source = source

    async def __call__(self, _request: Request) -> Response:
        """Ask the source now."""
        try:
            await self._source.ready()
        except GatewayError as error:
            return JSONResponse({"status": "unavailable", "code": error.code, "message": str(error)}, 503)
        return JSONResponse({"status": "ok"})
