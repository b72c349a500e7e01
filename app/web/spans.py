"""A span for each request to the graph, which goes on with the trace that the client began (``traceparent``)."""

from http import HTTPStatus
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from app.telemetry import Kind, Span, Tracer
from app.web.envelope import STATUS
from app.web.headers import headers_of

ROUTE: Final = "/graphql"


class SpanMiddleware:
    """Puts ``scope["span"]`` in, if it is recorded. Who finds out which operation it is renames the span."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        """Wrap ``app``; its spans begin with ``tracer``."""
        self.app = app
        self._tracer = tracer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        method = scope["method"]
        known = {"http.request.method": method, "http.route": ROUTE, "profiles.request_id": scope["request_id"]}
        with self._tracer.span(f"{method} {ROUTE}", Kind.REQUEST, known, headers_of(scope).get("traceparent")) as span:
            if not span.recorded:
                await self.app(scope, receive, send)
                return
            scope["span"] = span
            await self.app(scope, receive, send)
            note(span, scope.get(STATUS))


def note(span: Span, status: int | None) -> None:
    """Say how a request ended, if it was answered at all."""
    if status is not None:
        span.note({"http.response.status_code": status})
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            span.fail(str(status))
