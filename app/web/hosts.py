"""Which names the gateway answers to.

A page can have its own name point to 127.0.0.1 after it was loaded (DNS rebinding); for the browser the gateway then belongs to that page,
and only the header ``Host`` still tells the name. It matters where nobody is asked for a credential.
"""

from collections.abc import Awaitable, Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.headers import headers_of

LOOPBACK_HOSTS: Final = ("localhost", "127.0.0.1", "[::1]")
HOSTS_KEPT: Final = 64


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
    """Make the middleware."""
    return Middleware(TrustedHosts, hosts)


class TrustedHosts:
    """Asks Starlette's middleware, which compares without regard to case and port, once for each way in which the header is written."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        """Wrap ``app``."""
        self._app = app
        self._judge = TrustedHostMiddleware(self._trusted, list(hosts), www_redirect=False)
        self._known: set[str | None] = set()

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass one request on, or refuse it."""
        known = headers_of(scope).get("host") in self._known
        return (self._app if known else self._judge)(scope, receive, send)

    async def _trusted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take a request that Starlette let pass, and its header for good; there is no end of names below a ``*.``."""
        if len(self._known) < HOSTS_KEPT:
            self._known.add(headers_of(scope).get("host"))
        await self._app(scope, receive, send)
