"""Headers that every response carries, whichever part of the application makes it. What a route sets itself stays."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.access_settings import NOT_KEPT

HEADERS: Final = {
    "Cache-Control": NOT_KEPT,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class SecurityHeadersMiddleware:
    """Adds what is missing."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap ``app``."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(header for header in _RAW if header[0] not in there)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
