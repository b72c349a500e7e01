"""PNAUTHINFO3: an ``Authorization`` header that is signed anew for each request.

PNAUTHINFO3-HMAC-SHA256 Credential=<UserId>/<ISO 8601 UTC> Signature=<base64>
"""

import hashlib
import hmac
import re
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.emulator.access import REALM, Access

VALID_SECONDS = 15 * 60
_HEADER = re.compile(r"PNAUTHINFO3-HMAC-(SHA256|SHA384|SHA512) Credential=([^/\s]+)/(\S+) Signature=(\S+)")


@dataclass(frozen=True, slots=True)
class SigningUser:
    """A user of the upstream who signs: the shared secret, and what the user may see."""

    secret: str = field(repr=False)
    access: Access = field(default_factory=Access)


class Signatures:
    """Checks signatures over ``clientId:userId:timestamp``, where the client id is the account's."""

    challenge = f"PNAUTHINFO3 {REALM}"

    def __init__(self, users: Mapping[str, SigningUser], now: Callable[[], float] = time.time) -> None:
        """Know each user id's secret; ``now`` is the clock, in seconds."""
        self._users = dict(users)
        self._now = now

    def access(self, authorization: str, account_id: str) -> Access | None:
        """What the user may see, when the signature is right, not older than 15 minutes, and not from the future."""
        match = _HEADER.fullmatch(authorization)
        user = self._users.get(match[2]) if match else None
        if match is None or user is None or not self._is_fresh(match[3]):
            return None
        expected = _signature(user.secret, match[1], f"{account_id}:{match[2]}:{match[3]}")
        return user.access if hmac.compare_digest(expected, match[4].encode()) else None

    def _is_fresh(self, timestamp: str) -> bool:
        try:
            signed_at = datetime.fromisoformat(timestamp)
        except ValueError:
            return False
        in_utc = signed_at if signed_at.tzinfo else signed_at.replace(tzinfo=UTC)
        return 0 <= self._now() - in_utc.timestamp() <= VALID_SECONDS


def _signature(secret: str, algorithm: str, text: str) -> bytes:
    return b64encode(hmac.new(secret.encode(), text.encode(), getattr(hashlib, algorithm.lower())).digest())
