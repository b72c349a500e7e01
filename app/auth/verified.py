"""Tokens that were found good a moment ago: checking a signature takes longer than answering a small operation.

No token is kept, only its hash, and for half a minute at most.
"""

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable

from app.auth.principal import Principal

LASTING_S = 30.0
AT_MOST = 10_000


class Verified:
    """A bounded memory; the token put here longest ago leaves first."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """``clock`` gives seconds since 1970."""
        self._clock = clock
        self._key = os.urandom(32)
        self._known: OrderedDict[bytes, tuple[Principal, float]] = OrderedDict()

    def find(self, token: str) -> Principal | None:
        """Return whose token it is, if it was put here and is still good."""
        principal, until = self._known.get(self._hashed(token), (None, 0.0))
        return principal if self._clock() < until else None

    def put(self, token: str, principal: Principal, expires: float) -> None:
        """Remember a token that is good until it expires, in seconds since 1970."""
        self._known[self._hashed(token)] = principal, min(expires, self._clock() + LASTING_S)
        if len(self._known) > AT_MOST:
            self._known.popitem(last=False)

    def forget(self) -> None:
        """Forget all, because the keys are others now."""
        self._known.clear()

    def _hashed(self, token: str) -> bytes:
        return hashlib.blake2b(token.encode(), key=self._key, digest_size=32).digest()
