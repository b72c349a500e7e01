"""What a status other than 200 means. Nothing of an answer's body goes into an error."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus

from app.errors import (
    AccountNotFound,
    BadUserInput,
    Forbidden,
    GatewayError,
    RateLimited,
    TooManyProfiles,
    Unauthenticated,
    UpstreamInvalidResponse,
    UpstreamUnavailable,
)
from app.upstream.failures import Failure
from app.upstream.http_dates import seconds_to_wait

_BY_STATUS: Mapping[int, type[GatewayError]] = {
    HTTPStatus.BAD_REQUEST: BadUserInput,
    HTTPStatus.UNAUTHORIZED: Unauthenticated,
    HTTPStatus.NOT_FOUND: AccountNotFound,
}
_PASSING = frozenset({HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT})
_LIMIT_IS_NAMED = re.compile(r"too many|more than|(?<![\w.:/#-])50(?![\w:/%-]|\.\d)", re.IGNORECASE)


def failure_of_status(status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """Return what a status other than 200 means; the headers are those of a ``Reply``."""
    if status == HTTPStatus.FORBIDDEN:
        return Failure(partial(_forbidden, body))
    wait = seconds_to_wait(headers.get("retry-after", "").strip(), datetime.now(UTC))
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Failure(_after(RateLimited, wait), passing=True, wait=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Failure(_after(UpstreamUnavailable, wait), passing=status in _PASSING, wait=wait, broken=True)
    return Failure(_BY_STATUS.get(status, UpstreamInvalidResponse))


def _forbidden(body: bytes) -> GatewayError:
    """Tell a missing permission from too many matches, for which the upstream has one status."""
    if _LIMIT_IS_NAMED.search(body.decode(errors="replace")):
        return TooManyProfiles()
    return Forbidden(
        f"The caller has no permission to read this, or more than {TooManyProfiles.limit} profiles match: the upstream does not say which. "
        "Check the permission, or narrow the lookup, for example by type."
    )


def _after(kind: type[GatewayError], seconds: int | None) -> partial[GatewayError]:
    return partial(kind) if seconds is None else partial(kind, retryAfter=seconds)
