"""One address may send so many requests in so much time; further ones are 429 before their body is read.

Every answer says how much is left (``RateLimit`` and ``RateLimit-Policy``, IETF draft "RateLimit header fields for HTTP").
"""

import ipaddress
import logging
import time

from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.storage import storage_from_string
from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import RateLimited

log = logging.getLogger(__name__)

POLICY = "address"
IPV6_PREFIX = 64
"""Bits of an IPv6 address that count: whoever has one address has all of its network."""
TOO_MANY = "Too many requests. Wait as long as Retry-After says."


class RateLimitMiddleware:
    """Counts the requests of each address."""

    def __init__(self, app: ASGIApp, rate: str, store: str) -> None:
        """Allow ``rate`` (``600/minute``), counted in ``store`` (``memory://`` or ``redis://…``)."""
        self.app = app
        self._item: RateLimitItem = parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(opened(store))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        allowed, headers = await self._counted(counted_as(scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        await (self.app if allowed else refusal())(scope, receive, send_with_headers)

    async def _counted(self, key: str) -> tuple[bool, dict[str, str]]:
        """Count a request. Where the store of counts fails, requests are answered: it protects, it is not needed to answer."""
        try:
            allowed = await self._limiter.hit(self._item, key)
            stats = await self._limiter.get_window_stats(self._item, key)
        except Exception as error:  # noqa: BLE001 - each store has its own errors
            log.error("requests cannot be counted: %s", type(error).__name__)  # noqa: TRY400 - its text names the store
            return True, {}
        return allowed, self._headers(allowed=allowed, left=stats.remaining, seconds=max(1, round(stats.reset_time - time.time())))

    def _headers(self, *, allowed: bool, left: int, seconds: int) -> dict[str, str]:
        headers = {
            "RateLimit-Policy": f'"{POLICY}";q={self._item.amount};w={self._item.get_expiry()}',
            "RateLimit": f'"{POLICY}";r={left if allowed else 0};t={seconds}',
        }
        return headers if allowed else {**headers, "Retry-After": str(seconds)}


def opened(store: str) -> Storage:
    """Open the store of counts.

    Raises:
        ValueError: it is none that can be used, saying which can.
    """
    options = {"implementation": "redispy"} if store.startswith("redis") else {}
    try:
        storage = storage_from_string(f"async+{store}", wrap_exceptions=True, **options)
    except Exception:  # noqa: BLE001 - limits raises errors of many kinds, with the URL in them
        raise ValueError("PROFILES_RATE_LIMIT_STORE must be memory://, or redis://… with the package redis installed.") from None
    assert isinstance(storage, Storage), "an asynchronous one was asked for"
    return storage


def counted_as(scope: Scope) -> str:
    """Say who is counted: the address that the server saw, or the one that a trusted proxy passed on (``FORWARDED_ALLOW_IPS``)."""
    host = (scope.get("client") or ("unknown",))[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, IPV6_PREFIX), strict=False))


def refusal() -> JSONResponse:
    """Say that it is too much, as a GraphQL error."""
    body = {"errors": [{"message": TOO_MANY, "extensions": {"code": RateLimited.code}}]}
    return JSONResponse(body, 429, {"Cache-Control": "private, no-store"})
