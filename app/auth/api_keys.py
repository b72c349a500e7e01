"""API keys: random words that the gateway made itself, checked against a file of their hashes.

A plain SHA-256 is enough for them, and a slow hash would only help attackers to keep the gateway busy: slow hashes are for passwords, which
people choose and machines guess. A key has 256 random bits, so there is nothing to guess, and nothing to gain from a stolen hash. So a key
is looked up by its hash as it is: how long that takes may tell how a hash begins, and nobody can make a key for it.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from app.auth.bearer import bearer
from app.auth.key_file import KeyFileUnusable, StoredKey, read_keys
from app.auth.principal import Principal, scopes_of
from app.errors import AuthenticationUnavailable, Unauthenticated

log = logging.getLogger(__name__)

PREFIX = "pgw"
ANY = "*"
LOOK_S = 1.0
Judged: TypeAlias = tuple[StoredKey | None, Principal]
Known: TypeAlias = Mapping[str, Judged]
NOBODY: Judged = (None, Principal(""))


class ApiKeys:
    """Judges keys. The file is read again within a second of its being changed, so a key that is revoked ends then.

    The headers of good keys are kept for as long, so that a key that is used all the time is hashed once a second.
    """

    hands_on = False

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Take keys from the file at ``path``; ``clock`` gives seconds since 1970.

        Raises:
            KeyFileUnusable: it cannot be used, saying why.
        """
        self._path = path
        self._clock = clock
        self._stamp: tuple[int, int, int] | None = None
        self._looked = clock()
        self._known = by_hash(read_keys(path))
        self._met: dict[str | None, Judged] = {}

    async def principal(self, authorization: str | None) -> Principal:
        """Find the key of an ``Authorization`` header.

        Raises:
            Unauthenticated: there is none, or it is wrong, revoked or expired.
            AuthenticationUnavailable: the file was changed to something that cannot be used.
        """
        now = self._clock()
        known = self._known if 0 <= now - self._looked < LOOK_S else self._read_again()
        met = self._met.get(authorization)
        key, principal = met or known.get(hash_of(bearer(authorization)), NOBODY)
        if key is None or key.is_expired(now):
            raise Unauthenticated
        if met is None:
            self._met[authorization] = key, principal
        return principal

    async def close(self) -> None:
        """Nothing is open."""

    def _read_again(self) -> Known:
        self._met.clear()
        try:
            now = stamp(self._path)
            if now != self._stamp:
                self._known, self._stamp = by_hash(read_keys(self._path)), now
            self._looked = self._clock()
        except (KeyFileUnusable, OSError) as error:
            log.error("the file of API keys cannot be used: %s", type(error).__name__)  # noqa: TRY400 - where it stands is known
            raise AuthenticationUnavailable from None
        return self._known


def by_hash(keys: Mapping[str, StoredKey]) -> Known:
    """Say who has each key, by the key's hash."""
    return {key.hash: (key, principal_of(key)) for key in keys.values()}


def principal_of(key: StoredKey) -> Principal:
    """Say who has a key."""
    return Principal(key.name, scopes_of(key.scopes), None if ANY in key.accounts else frozenset(key.accounts))


def stamp(path: Path) -> tuple[int, int, int]:
    """Tell one state of a file from another."""
    state = path.stat()
    return state.st_ino, state.st_mtime_ns, state.st_size


def hash_of(key: str) -> str:
    """Hash a key as the file keeps it."""
    return hashlib.sha256(key.encode()).hexdigest()
