"""What goes wrong between us and the upstream, in the words of ``errors.py``: one table for every exception of the client libraries."""

from collections.abc import Callable, Mapping
from functools import partial

import aiohttp
import httpx
from msgspec import Struct

from app.errors import BadUserInput, GatewayError, UpstreamInvalidResponse, UpstreamTimeout, UpstreamUnavailable

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
    # aiohttp's transport lies beneath httpx. Some of its errors come through as they are.
    aiohttp.ClientError: UpstreamUnavailable,
    aiohttp.ClientResponseError: UpstreamInvalidResponse,
    aiohttp.ServerTimeoutError: UpstreamTimeout,
    OSError: UpstreamUnavailable,
    TimeoutError: UpstreamTimeout,
}

# What is tried again: time-outs, and connections that never came about.
_PASSING = (httpx.TimeoutException, TimeoutError, httpx.ConnectError, aiohttp.ClientConnectorError)


class Failure(Struct, frozen=True):
    """Why an attempt brought no answer.

    Attributes:
        error: makes what the caller is told, anew for each who waits for the answer.
        passing: whether the same read may succeed in a moment.
        wait: seconds that the upstream asks to wait, if it does.
        broken: whether it speaks against the health of the upstream's host.
    """

    error: Callable[[], GatewayError]
    passing: bool = False
    wait: int | None = None
    broken: bool = False


INSECURE = (
    "No secure connection to the upstream, or to its token endpoint, comes about. Whoever runs the gateway has to check their URLs, and "
    "PROFILES_UPSTREAM_CA_FILE where their certificates come from an authority of one's own."
)
OUT_OF_TIME = Failure(UpstreamTimeout, passing=True, broken=True)


def failure_of_exception(error: Exception) -> Failure:
    """Return what an exception of the table means. Its text is left behind, for it may hold an address with a number."""
    if isinstance(error.__cause__, aiohttp.ClientError):  # the transport calls every lost connection a ConnectTimeout
        error = error.__cause__
    if isinstance(error, aiohttp.ClientSSLError):
        return Failure(partial(UpstreamUnavailable, INSECURE), broken=True)
    kind = next(BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in BY_EXCEPTION)
    return Failure(kind, passing=isinstance(error, _PASSING), broken=kind in {UpstreamUnavailable, UpstreamTimeout})


def failure_of_error(error: GatewayError) -> Failure:
    """Return an error of our own as a failure that is neither passing nor the upstream's."""
    details = {name: detail for name, detail in error.extensions.items() if name != "code"}
    return Failure(partial(type(error), str(error), **details))
