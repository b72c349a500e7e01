"""Every request has an id: the caller's own where it is a plain word, else a new one. It stands in the answer and in the log."""

import re
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
_NAME = HEADER.lower().encode()
PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIdMiddleware:
    """Puts ``scope["request_id"]`` in and the header out."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope["request_id"] = chosen(Headers(scope=scope).get(HEADER))

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (_NAME, request_id.encode())]
            await send(message)

        await self.app(scope, receive, send_with_id)


def chosen(given: str | None) -> str:
    """Keep the caller's id if nothing but a plain word stands in it."""
    return given if given and PLAIN.fullmatch(given) else uuid4().hex
