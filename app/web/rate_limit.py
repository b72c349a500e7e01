"""So many requests in so much time, of an address or of a principal.

Every answer tells the tighter of the two (``RateLimit`` and ``RateLimit-Policy``, IETF draft "RateLimit header fields for HTTP", version
11).
"""

import hashlib
import ipaddress
from collections.abc import Awaitable
from functools import lru_cache
from typing import Final

from starlette.types import Scope

from app.web.counting import Counts
from app.web.envelope import LATE
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

    def allows(self, scope: Scope, key: str) -> bool | Awaitable[bool]:
        """Count the request of ``scope``, and note there what came of it; wait only where others count too."""
        if self._alone is None:
            return self._allows_with_others(scope, key)
        count = self._alone.add(key, self._rate.amount)
        told(scope).append((self, count))
        return count.allowed

    async def _allows_with_others(self, scope: Scope, key: str) -> bool:
        count = await self._counts.add(self._rate, self.name, key)
        told(scope).append((self, count))
        return count.allowed


class Told(list[tuple[RateLimit, Count]]):
    """What was counted for a request; called for the headers that say so, when all of it is known."""

    def __call__(self) -> dict[bytes, bytes]:
        """Name every rate that was counted, and say of the tighter one what is left."""
        limit, count = self[0]
        policies = limit.policy
        for other, its_count in self[1:]:
            policies = b"%b, %b" % (policies, other.policy)
            if (its_count.allowed, its_count.left, -its_count.seconds) < (count.allowed, count.left, -count.seconds):
                limit, count = other, its_count
        found = {b"ratelimit-policy": policies, b"ratelimit": b'"%b";r=%d;t=%d' % (limit.told_as, count.left, count.seconds)}
        return found if count.allowed else {**found, b"retry-after": b"%d" % count.seconds}


def told(scope: Scope) -> Told:
    """Return what was counted for a request so far."""
    known: Told | None = scope.get(COUNTED)
    if known is None:
        known = scope[COUNTED] = Told()
        scope[LATE].append(known)
    return known


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
