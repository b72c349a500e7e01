"""Which names the gateway answers to.

A page can have its own name point to 127.0.0.1 after it was loaded (DNS rebinding); for the browser the gateway then belongs to that page,
and only the header ``Host`` still tells the name. It matters where nobody is asked for a credential.
"""

from collections.abc import Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

LOOPBACK_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")


def trusted_hosts(allowed: Sequence[str], listening_on: str, *, guarded: bool) -> list[Middleware]:
    """Refuse requests (400) for hosts other than ``allowed``.

    Args:
        allowed: names as they stand in ``Host``, without port; a leading ``*.`` is for any name below.
        listening_on: the address that the gateway listens on.
        guarded: whether callers are asked who they are. If so, and nothing is allowed in particular, every host is.
    """
    if guarded:
        return [trusting(allowed)] if allowed else []
    return [trusting([*LOOPBACK_HOSTS, f"[{listening_on}]" if ":" in listening_on else listening_on, *allowed])]


def trusting(hosts: Sequence[str]) -> Middleware:
    """Make the middleware of Starlette, which compares without regard to case and port."""
    return Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
