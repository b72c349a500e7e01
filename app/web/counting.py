"""Where requests are counted: in each process, or in Redis for all of them.

While Redis is out of reach each process counts alone, so that nobody waits for it and nobody is let off.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.storage.redis.redispy import RedispyBridge
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError

from app.web.windows import Count, Windows

log = logging.getLogger(__name__)

MEMORY: Final = "memory"
REDIS: Final = frozenset({"redis", "rediss", "redis+unix"})
WITHIN_S: Final = 0.5
PAUSE_S: Final = 5.0
AT_ONCE: Final = 32
"""Connections to Redis, at most."""

WRONG = "PROFILES_RATE_LIMIT_STORE must be memory://, redis://host:6379/0, rediss://… or redis+unix:///path."
MISSING = "PROFILES_RATE_LIMIT_STORE: Redis needs a client: pip install 'profile-gateway[redis]'."


class Counts:
    """Counts requests. Use it inside one running event loop."""

    def __init__(self, shared: RedisStorage | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Count in ``shared``, or without it in this process; ``clock`` gives seconds."""
        self._redis = shared
        self._shared = SlidingWindowCounterRateLimiter(shared) if shared else None
        self._alone: dict[int, Windows] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._clock = clock
        self._asked_again_at: float | None = None

    def alone(self, item: RateLimitItem) -> Windows | None:
        """Return what counts the requests of one limit, for whom it need not be told; None where others count them too."""
        return None if self._shared else Windows(item.get_expiry(), self._clock)

    async def add(self, item: RateLimitItem, *key: str) -> Count:
        """Count one request of ``key``."""
        if self._shared is None or not self._is_asked():
            return self._counted_alone(item, key)
        try:
            async with asyncio.timeout(WITHIN_S), self._turns:
                count = await added(self._shared, item, key)
        except Exception as error:  # noqa: BLE001 - the client's own, and those of sockets
            self._lost(error)
            return self._counted_alone(item, key)
        self._found()
        return count

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._redis:
            bridge = self._redis.bridge
            assert isinstance(bridge, RedispyBridge), "open_counts asks for it"
            await bridge.get_connection().aclose()  # type: ignore[attr-defined] # limits types what it calls itself

    def _counted_alone(self, item: RateLimitItem, key: tuple[str, ...]) -> Count:
        seconds = item.get_expiry()
        windows = self._alone.get(seconds)
        if windows is None:
            windows = self._alone[seconds] = Windows(seconds, self._clock)
        return windows.add((item.amount, *key), item.amount)

    def _is_asked(self) -> bool:
        """Whether Redis is asked; after a failure by one request in each pause, so that the others need not wait."""
        now = self._clock()
        if self._asked_again_at is None:
            return True
        if now < self._asked_again_at:
            return False
        self._asked_again_at = now + PAUSE_S
        return True

    def _lost(self, error: Exception) -> None:
        if self._asked_again_at is None:
            log.warning("requests are counted in each process alone, because the store of counts fails: %s", type(error).__name__)
        self._asked_again_at = self._clock() + PAUSE_S

    def _found(self) -> None:
        if self._asked_again_at is not None:
            log.warning("requests are counted together again")
        self._asked_again_at = None


async def added(limiter: SlidingWindowCounterRateLimiter, item: RateLimitItem, key: Sequence[str]) -> Count:
    """Count a request, and look how many are left."""
    allowed = await limiter.hit(item, *key)
    stats = await limiter.get_window_stats(item, *key)
    return Count(allowed, stats.remaining if allowed else 0, max(1, round(stats.reset_time - time.time())))


def open_counts(store: str, clock: Callable[[], float] = time.monotonic) -> Counts:
    """Open the store of counts; Redis is not asked yet.

    Raises:
        ValueError: it is none that can be used, saying which can.
    """
    scheme = urlsplit(store).scheme
    if scheme == MEMORY:
        return Counts()
    if scheme not in REDIS:
        raise ValueError(WRONG)
    try:
        return Counts(RedisStorage(f"async+{store}", implementation="redispy"), clock)
    except ConfigurationError:
        raise ValueError(MISSING) from None
    except Exception:  # noqa: BLE001 - of several kinds, with the URL in them
        raise ValueError(WRONG) from None
