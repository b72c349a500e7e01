"""Counts in Redis, which several processes share: ``limits`` does the counting there.

Imported where the settings name Redis: the library comes with the extra ``redis``, and takes a while to import.
"""

import time
from functools import lru_cache

from limits import RateLimitItem, parse
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError

from app.web.rate import Rate
from app.web.windows import Count


class RedisCounts:
    """Counts requests in Redis."""

    def __init__(self, url: str) -> None:
        """Count at this URL; Redis is not asked yet.

        Raises:
            ModuleNotFoundError: there is no client of Redis.
        """
        try:
            self._storage = RedisStorage(f"async+{url}", implementation="redispy")
        except ConfigurationError as error:
            raise ModuleNotFoundError from error
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)

    async def add(self, rate: Rate, key: tuple[str, ...]) -> Count:
        """Count a request, and look how many are left."""
        item = item_of(rate)
        allowed = await self._limiter.hit(item, *key)
        stats = await self._limiter.get_window_stats(item, *key)
        return Count(allowed, stats.remaining if allowed else 0, max(1, round(stats.reset_time - time.time())))

    async def close(self) -> None:
        """Close the connections."""
        bridge = self._storage.bridge
        assert isinstance(bridge, RedispyBridge), "it was asked for"
        await bridge.get_connection().aclose()  # type: ignore[attr-defined] # limits types what it calls itself


@lru_cache
def item_of(rate: Rate) -> RateLimitItem:
    """Say a rate in the words of ``limits``."""
    return parse(rate.text)
