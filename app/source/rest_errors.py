"""What goes wrong between us and the upstream, in the words of ``errors.py``: one table for exceptions, one for statuses."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import aiohttp
import httpx

from app.errors import (
    AccountNotFound,
    BadUserInput,
    Forbidden,
    GatewayError,
    RateLimited,
    TooManyProfiles,
    Unauthenticated,
    UpstreamInvalidResponse,
    UpstreamTimeout,
    UpstreamUnavailable,
)

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
    TimeoutError: UpstreamTimeout,  # the deadline of the whole call
    UnicodeEncodeError: BadUserInput,  # half a surrogate pair in an argument
}

_BY_STATUS: Mapping[int, type[GatewayError]] = {
    HTTPStatus.BAD_REQUEST: BadUserInput,
    HTTPStatus.UNAUTHORIZED: Unauthenticated,
    HTTPStatus.NOT_FOUND: AccountNotFound,
}

_LIMIT_IS_NAMED = re.compile(r"too many|more than|(?<![\w.:/#-])50(?![\w:/%-]|\.\d)", re.IGNORECASE)
_RETRY_AFTER_AT_MOST = 86_400


@contextmanager
def translated() -> Iterator[None]:
    """Raise what is in the table as our own error. The original is left behind, for its text may hold an address with a number."""
    try:
        yield
    except tuple(BY_EXCEPTION) as error:
        raise error_of_exception(error) from None


def error_of_exception(error: Exception) -> GatewayError:
    """Return the error for an exception of the table."""
    if isinstance(error.__cause__, aiohttp.ClientError):  # the transport calls every lost connection a ConnectTimeout
        error = error.__cause__
    return next(BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in BY_EXCEPTION)()


def error_of_status(status: int, headers: Mapping[str, str], body: bytes) -> GatewayError:
    """Return the error for a status other than 200. Nothing of the body goes into it."""
    if status == HTTPStatus.FORBIDDEN:
        return _forbidden(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _rate_limited(headers.get("Retry-After", ""))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UpstreamUnavailable()
    return _BY_STATUS.get(status, UpstreamInvalidResponse)()


def _forbidden(body: bytes) -> GatewayError:
    """Tell a missing permission from too many matches, for which the upstream has one status."""
    if _LIMIT_IS_NAMED.search(body.decode(errors="replace")):
        return TooManyProfiles()
    return Forbidden(
        f"The caller has no permission to read this, or more than {TooManyProfiles.limit} profiles match: the upstream does not say which. "
        "Check the permission, or narrow the lookup, for example by type."
    )


def _rate_limited(retry_after: str) -> RateLimited:
    seconds = _seconds(retry_after.strip())
    return RateLimited() if seconds is None else RateLimited(retryAfter=min(seconds, _RETRY_AFTER_AT_MOST))


def _seconds(retry_after: str) -> int | None:
    """Read a number of seconds or a date, from now on."""
    try:
        return int(retry_after) if retry_after.isdecimal() else _seconds_until(parsedate_to_datetime(retry_after))
    except ValueError:
        return None


def _seconds_until(moment: datetime) -> int:
    return max(0, round((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()))
