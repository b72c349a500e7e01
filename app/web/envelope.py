"""What surrounds every request and response, whichever part of the application answers: an id goes in, and headers go out.

This is the one place that touches a response on its way. Parts further down that have a header to add put it into the scope, and those
that want to know how a request ended find its status there: a wrapper of ``send`` in each of them would cost more than their work.
"""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.headers import headers_of
from app.web.request_id import HEADER, chosen
from app.web.security_headers import completed

ADDED: Final = "added_headers"
"""Where the scope keeps the headers to add: a mapping from raw names to raw values."""
STATUS: Final = "response_status"
"""Where the scope keeps the status of the response, as soon as that has begun."""

_ID_IN, _ID_OUT = HEADER.lower(), HEADER.lower().encode()


class EnvelopeMiddleware:
    """Puts ``scope["request_id"]`` in, and the headers out that every response has."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = scope["request_id"] = chosen(headers_of(scope).get(_ID_IN))
        added = scope[ADDED] = {_ID_OUT: request_id.encode()}

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope[STATUS] = message["status"]
                message["headers"] = completed([*message["headers"], *added.items()])
            await send(message)

        await self.app(scope, receive, send_with_headers)
