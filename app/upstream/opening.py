"""Putting an upstream together."""

from collections.abc import Callable

import httpx

from app.telemetry import Tracer
from app.upstream.connections import open_transport
from app.upstream.credentials import CallersOwn, Credentials
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.upstream import Upstream


def open_upstream(
    base_url: str,
    limits: Limits | None = None,
    credentials: Callable[[HttpClient], Credentials] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    tracer: Tracer | None = None,
) -> Upstream:
    """Make an upstream. Call it anywhere; its connections belong to the event loop that first reads.

    Args:
        base_url: without the account.
        limits: how far to go for an answer.
        credentials: makes what signs the calls; it may ask over the upstream's client. By default each caller's own header is passed on.
        transport: what carries the calls, if not aiohttp; it must know httpx's extension ``target``.
        tracer: of the application, where calls are traced.
    """
    limits = limits or Limits()
    http = HttpClient(transport or open_transport(limits.at_once), limits)
    return Upstream(base_url, http, credentials(http) if credentials else CallersOwn(), limits, tracer)
