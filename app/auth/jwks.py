"""The public keys of an issuer (JSON Web Key Set, RFC 7517): kept, and read again when a token names one that is not among them.

Issuers rotate their keys: a new one appears, and the old one goes. Tokens can name whatever they like, so an unknown name makes us read
no more often than once in ``pause`` seconds; and every ``LASTING_S`` the set is read in any case, so that keys that are gone count no more.
While an issuer cannot be reached, the keys that are known stay good.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import jwt
import msgspec

log = logging.getLogger(__name__)

Read: TypeAlias = Callable[[], Awaitable[bytes]]

LASTING_S = 600.0
FOR_SIGNATURES = frozenset({None, "sig"})


class KeySet(msgspec.Struct):
    """The JSON of a set."""

    keys: list[dict[str, Any]]


SET: Final = msgspec.json.Decoder(KeySet)


class KeysUnreadable(Exception):
    """There are no keys, and none can be read. The text says what is wrong, without what was read."""


class Keys:
    """The keys of one issuer. Safe to share between requests."""

    def __init__(self, read: Read, algorithms: Sequence[str], pause: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Get the set with ``read``; take only keys for ``algorithms``, read at most every ``pause`` seconds of ``clock``."""
        self._read = read
        self._algorithms = algorithms
        self._pause = pause
        self._clock = clock
        self._known: Mapping[tuple[str | None, str], jwt.PyJWK] | None = None
        self._tried = float("-inf")
        self._reading = asyncio.Lock()
        self._renewing: asyncio.Task[None] | None = None
        self._tell: Callable[[], None] | None = None

    async def find(self, key_id: str | None, algorithm: str) -> jwt.PyJWK | None:
        """Return the key of this name that is for this algorithm; None where there is none.

        Raises:
            KeysUnreadable: no set could be read yet.
        """
        if not self._found(key_id, algorithm):
            await self._renew()
        elif self._is_old():
            self._renewing = asyncio.create_task(self._renew())  # nobody has to wait for it
        if self._known is None:
            raise KeysUnreadable
        return self._found(key_id, algorithm)

    def when_changed(self, tell: Callable[[], None]) -> None:
        """Call ``tell`` whenever the set was read anew."""
        self._tell = tell

    def close(self) -> None:
        """Stop reading."""
        if self._renewing:
            self._renewing.cancel()

    def _found(self, key_id: str | None, algorithm: str) -> jwt.PyJWK | None:
        return (self._known or {}).get((key_id, algorithm))

    def _is_old(self) -> bool:
        return self._clock() - self._tried > LASTING_S

    async def _renew(self) -> None:
        """Read the set, unless that was just tried; whoever comes meanwhile waits for the same reading."""
        async with self._reading:
            if self._clock() - self._tried < self._pause:  # by somebody else, just now
                return
            self._tried = self._clock()
            try:
                self._known = usable(await self._read(), self._algorithms)
                if self._tell:
                    self._tell()
            except KeysUnreadable as error:
                log.error("the keys that tokens are signed with cannot be read: %s", error)  # noqa: TRY400 - the text says all


def usable(text: bytes, algorithms: Sequence[str]) -> Mapping[tuple[str | None, str], jwt.PyJWK]:
    """Read the keys that may check signatures, by their name and algorithm.

    A key with ``alg`` is for that one; else for all that its type allows. One that is alone also serves tokens that name none.

    Raises:
        KeysUnreadable: it is no set of keys.
    """
    try:
        keys = SET.decode(text).keys
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise KeysUnreadable("it is no JSON Web Key Set") from None
    found = {(name_of(key), algorithm): made for key in keys for algorithm in algorithms if (made := made_for(key, algorithm))}
    if len(keys) == 1:
        found |= {(None, algorithm): key for (_, algorithm), key in found.items()}
    return found


def name_of(key: Mapping[str, Any]) -> str | None:
    """Return a key's name; one that is no text is none."""
    name = key.get("kid")
    return name if isinstance(name, str) else None


def made_for(key: Mapping[str, Any], algorithm: str) -> jwt.PyJWK | None:
    """Make a key for one algorithm; None where it is for another, not for signatures, or not of the type that the algorithm needs."""
    if key.get("use") not in FOR_SIGNATURES or key.get("alg") not in {None, algorithm} or "d" in key or "k" in key:
        return None
    try:
        return jwt.PyJWK(dict(key), algorithm)
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
