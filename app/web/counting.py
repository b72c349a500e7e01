"""Where requests are counted: in each process, or in Redis for all of them.

While Redis is out of reach each process counts alone, so that nobody waits for it and nobody is let off.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from importlib import import_module
from typing import Final, Protocol
from urllib.parse import urlsplit

from app.web.rate import Rate
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


class Shared(Protocol):
    """A store of counts that several processes share."""

    async def add(self, rate: Rate, key: tuple[str, ...]) -> Count:
        """Count one request of ``key``."""
        ...

    async def close(self) -> None:
        """Close its connections."""
        ...


class Counts:
    """Counts requests. Use it inside one running event loop."""

    def __init__(self, shared: Shared | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Count in ``shared``, or without it in this process; ``clock`` gives seconds."""
        self._shared = shared
        self._alone: dict[int, Windows] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._clock = clock
        self._asked_again_at: float | None = None

    def alone(self, rate: Rate) -> Windows | None:
        """Return what counts the requests of one limit, for whom it need not be told; None where others count them too."""
        return None if self._shared else Windows(rate.seconds, self._clock)

    async def add(self, rate: Rate, *key: str) -> Count:
        """Count one request of ``key``."""
        if self._shared is None or not self._is_asked():
            return self._counted_alone(rate, key)
        try:
            async with asyncio.timeout(WITHIN_S), self._turns:
                count = await self._shared.add(rate, key)
        except Exception as error:  # noqa: BLE001 - the client's own, and those of sockets
            self._lost(error)
            return self._counted_alone(rate, key)
        self._found()
        return count

    async def close(self) -> None:
        """Close the connections to Redis."""
        if self._shared:
            await self._shared.close()

    def _counted_alone(self, rate: Rate, key: tuple[str, ...]) -> Count:
        windows = self._alone.get(rate.seconds)
        if windows is None:
            windows = self._alone[rate.seconds] = Windows(rate.seconds, self._clock)
        return windows.add((rate.amount, *key), rate.amount)

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
        return Counts(import_module("app.web.redis_counting").RedisCounts(store), clock)
    except ModuleNotFoundError:
        raise ValueError(MISSING) from None
    except Exception:  # noqa: BLE001 - of several kinds, with the URL in them
        raise ValueError(WRONG) from None
