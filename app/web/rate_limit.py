"""So many requests in so much time, of an address or of a principal.

Every answer tells the tighter of the two (``RateLimit`` and ``RateLimit-Policy``, IETF draft "RateLimit header fields for HTTP", version
11).
"""

import hashlib
import ipaddress
from collections.abc import Awaitable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from starlette.types import Scope

from app.web.counting import Counts
from app.web.rate import rate_of
from app.web.windows import Count

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
        policy: the rate, as answers say it.
    """

    def __init__(self, name: str, rate: str, counts: Counts) -> None:
        """Allow ``rate`` (``600/minute``)."""
        self.name = name
        self._rate = rate_of(rate)
        self.policy = b'"%b";q=%d;w=%d' % (name.encode(), self._rate.amount, self._rate.seconds)
        self._left = b'"%b";r=%%d;t=%%d' % name.encode()
        self._counts = counts
        self._alone = counts.alone(self._rate)

    def count(self, key: str) -> Count | Awaitable[Count]:
        """Count a request; it takes waiting only where others count too."""
        return self._alone.add(key, self._rate.amount) if self._alone else self._counts.add(self._rate, self.name, key)

    def left(self, count: Count) -> bytes:
        """Say what is left, as answers say it."""
        return self._left % (count.left, count.seconds)


Counted: TypeAlias = tuple[RateLimit, Count]
"""A limit, and what came of counting a request in it."""


def told(counted: Sequence[Counted], policies: bytes) -> Mapping[bytes, bytes]:
    """Make the headers that name every limit, and say of the tightest in which a request was counted what is left."""
    limit, count = counted[-1]  # nothing is counted after a refusal
    if count.allowed and counted[0][1].left <= count.left:
        limit, count = counted[0]
    found = {b"ratelimit-policy": policies, b"ratelimit": limit.left(count)}
    if not count.allowed:
        found[b"retry-after"] = b"%d" % count.seconds
    return found


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
