"""What the client libraries raise, in the words of ``errors.py``: one table for every exception of theirs.

Apart from ``failures.py``, so that nobody imports those libraries for knowing what a failure is.
"""

from collections.abc import Mapping
from functools import partial

import aiohttp
import httpx
from aiohttp.http import HttpProcessingError

from app.errors import BadUserInput, GatewayError, UpstreamInvalidResponse, UpstreamTimeout, UpstreamUnavailable
from app.upstream.failures import Failure

BY_EXCEPTION: Mapping[type[Exception], type[GatewayError]] = {
    httpx.HTTPError: UpstreamUnavailable,
    httpx.RequestError: UpstreamUnavailable,
    httpx.TransportError: UpstreamUnavailable,
    httpx.TimeoutException: UpstreamTimeout,
    httpx.ConnectTimeout: UpstreamTimeout,
    httpx.ReadTimeout: UpstreamTimeout,
    httpx.WriteTimeout: UpstreamTimeout,
    httpx.PoolTimeout: UpstreamTimeout,
    httpx.NetworkError: UpstreamUnavailable,
    httpx.ConnectError: UpstreamUnavailable,
    httpx.ReadError: UpstreamUnavailable,
    httpx.WriteError: UpstreamUnavailable,
    httpx.CloseError: UpstreamUnavailable,
    httpx.ProxyError: UpstreamUnavailable,
    httpx.UnsupportedProtocol: UpstreamUnavailable,
    httpx.ProtocolError: UpstreamUnavailable,
    httpx.LocalProtocolError: UpstreamUnavailable,
    httpx.RemoteProtocolError: UpstreamUnavailable,
    httpx.DecodingError: UpstreamInvalidResponse,
    httpx.TooManyRedirects: UpstreamInvalidResponse,
    httpx.HTTPStatusError: UpstreamInvalidResponse,
    httpx.InvalidURL: BadUserInput,
    httpx.CookieConflict: UpstreamInvalidResponse,
    httpx.StreamError: UpstreamUnavailable,
    httpx.StreamConsumed: UpstreamUnavailable,
    httpx.StreamClosed: UpstreamUnavailable,
    httpx.ResponseNotRead: UpstreamUnavailable,
    httpx.RequestNotRead: UpstreamUnavailable,
    # aiohttp's connections lie beneath httpx's words. Its errors come through as they are.
    aiohttp.ClientError: UpstreamUnavailable,
    aiohttp.ClientResponseError: UpstreamInvalidResponse,
    aiohttp.ServerTimeoutError: UpstreamTimeout,
    HttpProcessingError: UpstreamInvalidResponse,
    OSError: UpstreamUnavailable,
    TimeoutError: UpstreamTimeout,
}

EXCEPTIONS = tuple(BY_EXCEPTION)

# What is tried again: time-outs, and connections that never came about.
_PASSING = (httpx.TimeoutException, TimeoutError, httpx.ConnectError, aiohttp.ClientConnectorError)

INSECURE = (
    "No secure connection to the upstream, or to its token endpoint, comes about. Whoever runs the gateway has to check their URLs, and "
    "PROFILES_UPSTREAM_CA_FILE where their certificates come from an authority of one's own."
)


def failure_of_exception(error: Exception) -> Failure:
    """Return what an exception of the table means. Its text is left behind, for it may hold an address with a number."""
    if isinstance(error, aiohttp.ClientSSLError):
        return Failure(partial(UpstreamUnavailable, INSECURE), broken=True)
    kind = next(BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in BY_EXCEPTION)
    return Failure(kind, passing=isinstance(error, _PASSING), broken=kind in {UpstreamUnavailable, UpstreamTimeout})
