"""What nobody foresaw: masked towards the client, logged by type and place. An exception's own text may hold anything: it goes nowhere."""

import logging

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.execution.public_errors import INTERNAL, origin
from app.web.envelope import STATUS

log = logging.getLogger(__name__)


class FailureMiddleware:
    """Answers 500 with a GraphQL error where the application itself fails. It stands inside of the envelope."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error("request %s failed: %s", scope["request_id"], origin(error))  # noqa: TRY400 - the exception's text stays out
            if STATUS not in scope:
                await failed(scope["request_id"])(scope, receive, send)


def failed(request_id: str) -> JSONResponse:
    """Say that it is our fault."""
    extensions = {"code": INTERNAL, "requestId": request_id}
    return JSONResponse({"errors": [{"message": "The gateway failed. Report the request id.", "extensions": extensions}]}, 500)
