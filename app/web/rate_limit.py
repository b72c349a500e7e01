"""So many requests in so much time; further ones are 429 before their body is read.

Addresses are counted first, also those of callers who are then refused: whoever tries out credentials is slowed down. Principals are
counted when they are known, wherever they ask from. Every answer tells the tighter of the two (``RateLimit`` and ``RateLimit-Policy``,
IETF draft "RateLimit header fields for HTTP", version 11).
"""

import hashlib
import ipaddress
from collections.abc import Awaitable, Callable
from functools import lru_cache, reduce
from typing import Final, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.principal import Principal
from app.errors import RateLimited
from app.web.counting import Counts
from app.web.envelope import LATE
from app.web.parameters import RefusedRequest
from app.web.rate import rate_of
from app.web.windows import Count

COUNTED: Final = "rate_limits"
"""Where the ASGI scope of a request keeps what was counted."""
HEADERS: Final = ("RateLimit", "RateLimit-Policy", "Retry-After")
IPV6_PREFIX: Final = 64
"""Bits of an IPv6 address that count: whoever has one address has all of its network."""
ADDRESSES_KEPT: Final = 1024
"""Addresses that need not be read again; who asks asks more than once."""
PRINCIPALS_KEPT: Final = 1024
"""Principals whose names need not be hashed again."""
TOO_MANY: Final = "Too many requests. Wait as long as Retry-After says."

Authenticate = Callable[[Request], Awaitable[Principal]]


class RateLimit:
    """Allows each address, or each principal, so many requests.

    Attributes:
        name: tells this limit from others.
        told_as: the same, as answers say it.
        policy: the rate, as answers say it.
    """

    def __init__(self, name: str, rate: str, counts: Counts) -> None:
        """Allow ``rate`` (``600/minute``)."""
        self.name = name
        self._rate = rate_of(rate)
        self.told_as = name.encode()
        self.policy = b'"%b";q=%d;w=%d' % (self.told_as, self._rate.amount, self._rate.seconds)
        self._counts = counts
        self._alone = counts.alone(self._rate)

    async def allows(self, scope: Scope, key: str) -> bool:
        """Count the request of ``scope``, and note there what came of it."""
        if self._alone is None:
            count = await self._counts.add(self._rate, self.name, key)
        else:
            count = self._alone.add(key, self._rate.amount)
        told = scope.get(COUNTED)
        if told is None:
            told = scope[COUNTED] = Told()
            scope[LATE].append(told)
        told.counted.append((self, count))
        return count.allowed


Counted: TypeAlias = tuple[RateLimit, Count]


class Told:
    """What was counted for a request; called for the headers that say so, when all of it is known.

    Attributes:
        counted: the limits, and what came of each.
    """

    __slots__ = ("counted",)

    def __init__(self) -> None:
        """Begin with nothing."""
        self.counted: list[Counted] = []

    def __call__(self) -> dict[bytes, bytes]:
        """Name every rate that was counted, and say of the tighter one what is left."""
        limit, count = reduce(tighter, self.counted)
        policies = b", ".join([each.policy for each, _ in self.counted])
        found = {b"ratelimit-policy": policies, b"ratelimit": b'"%b";r=%d;t=%d' % (limit.told_as, count.left, count.seconds)}
        return found if count.allowed else {**found, b"retry-after": b"%d" % count.seconds}


def tighter(one: Counted, other: Counted) -> Counted:
    """Choose what was refused, else what has less left, else what lasts longer."""
    (_, a), (_, b) = one, other
    if a.allowed != b.allowed:
        return other if a.allowed else one
    if a.left != b.left:
        return one if a.left < b.left else other
    return one if a.seconds >= b.seconds else other


class RateLimitMiddleware:
    """Counts the requests of each address."""

    def __init__(self, app: ASGIApp, addresses: RateLimit) -> None:
        """Wrap ``app``, which may count further."""
        self.app = app
        self._addresses = addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        allowed = await self._addresses.allows(scope, address(scope))
        await (self.app if allowed else refusal())(scope, receive, send)


def counted(authenticate: Authenticate, principals: RateLimit | None) -> Authenticate:
    """Count the requests of each principal as soon as ``authenticate`` knows it."""
    if principals is None:
        return authenticate

    async def authenticate_and_count(request: Request) -> Principal:
        principal = await authenticate(request)
        if not await principals.allows(request.scope, hashed(principal.name)):
            raise RefusedRequest(429, TOO_MANY, code=RateLimited.code)
        return principal

    return authenticate_and_count


def address(scope: Scope) -> str:
    """Say which address is counted: the one that the server saw, or that a trusted proxy passed on (``FORWARDED_ALLOW_IPS``)."""
    return network((scope.get("client") or ("unknown",))[0])


@lru_cache(ADDRESSES_KEPT)
def network(host: str) -> str:
    """Write an address in its one way; of an IPv6 address the network."""
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, IPV6_PREFIX), strict=False))


@lru_cache(PRINCIPALS_KEPT)
def hashed(name: str) -> str:
    """Shorten a name of any length; the store of counts need not know it."""
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def refusal() -> JSONResponse:
    """Say that it is too much, as a GraphQL error."""
    return JSONResponse({"errors": [{"message": TOO_MANY, "extensions": {"code": RateLimited.code}}]}, 429)
