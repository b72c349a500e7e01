"""Putting an upstream together."""

from collections.abc import Callable

from app.telemetry import Tracer
from app.upstream.credentials import CallersOwn, Credentials
from app.upstream.exchange import Http
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.upstream import Upstream


def open_upstream(
    base_url: str,
    limits: Limits | None = None,
    credentials: Callable[[Http], Credentials] | None = None,
    http: Http | None = None,
    tracer: Tracer | None = None,
) -> Upstream:
    """Make an upstream. Call it anywhere; its connections belong to the event loop that first reads.

    Args:
        base_url: without the account.
        limits: how far to go for an answer.
        credentials: makes what signs the calls; it may ask over ``http`` too. By default each caller's own header is passed on.
        http: what carries the calls; by default a client of its own. It is closed with the upstream.
        tracer: of the application, where calls are traced.
    """
    limits = limits or Limits()
    http = http or HttpClient(limits)
    return Upstream(base_url, http, credentials(http) if credentials else CallersOwn(), limits, tracer)
