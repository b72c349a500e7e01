"""What an exchange raises beneath ``http.py``, in the words of ``errors.py``."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from app.errors import UpstreamUnavailable
from app.upstream.failures import OUT_OF_TIME, Failure

INSECURE = (
    "No secure connection to the upstream, or to its token endpoint, comes about. Whoever runs the gateway has to check their URLs, and "
    "PROFILES_UPSTREAM_CA_FILE where their certificates come from an authority of one's own."
)


class Unsendable(ValueError):
    """A request's target or one of its headers holds what cannot be sent."""


class NotConnected(OSError):
    """No connection came about."""


class NotSecure(OSError):
    """No secure connection came about: a certificate is wrong, or the host speaks no TLS."""


class NothingHeard(ConnectionError):
    """A connection ended before an answer began. A host may close what waits for its next request at any time."""


_UNAVAILABLE: Final = Failure(UpstreamUnavailable, broken=True)

BY_EXCEPTION: Mapping[type[Exception], Failure] = {
    Unsendable: _UNAVAILABLE,
    NotConnected: Failure(UpstreamUnavailable, passing=True, broken=True),
    NotSecure: Failure(partial(UpstreamUnavailable, INSECURE), broken=True),
    OSError: _UNAVAILABLE,  # NothingHeard among them
    TimeoutError: OUT_OF_TIME,
}

EXCEPTIONS = tuple(BY_EXCEPTION)


def failure_of_exception(error: Exception) -> Failure:
    """Return what an exception of the table means. Its text is left behind, for it may hold an address with a number."""
    return next(BY_EXCEPTION[kind] for kind in type(error).__mro__ if kind in BY_EXCEPTION)
