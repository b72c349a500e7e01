"""PNAUTHINFO3: the gateway signs each request, or one header for all requests of a minute, with the secret of an upstream user."""

import hmac
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Literal, TypeAlias

from msgspec import Struct

from app.errors import UpstreamUnavailable
from app.upstream.cache import Cache
from app.upstream.failures import Failure
from app.upstream.http_dates import moment

Digest: TypeAlias = Literal["SHA256", "SHA384", "SHA512"]

VALID_S = 15 * 60
BACKDATED_S = 3.0
"""A time in the upstream's future is refused, and no two clocks are equal."""
REFUSED = (
    "The upstream refuses the gateway's signature. Whoever runs the gateway has to check PROFILES_UPSTREAM_USER_ID, its secret, "
    "PROFILES_UPSTREAM_SIGNATURE_HASH and the account."
)

_ACCOUNTS_AT_MOST = 1000


class Signer(Struct, frozen=True):
    """Who signs, and how.

    Attributes:
        user_id: of the upstream's user.
        secret: shared with the upstream.
        digest: the hash function.
        reused: seconds that one signature serves; 0 signs each request.
    """

    user_id: str
    secret: str
    digest: Digest = "SHA256"
    reused: float = 0

    def __repr__(self) -> str:
        """Never show the secret."""
        return f"Signer(user_id={self.user_id!r}, secret=…)"

    def header(self, account_id: str, timestamp: str) -> str:
        """Sign for an account."""
        text = f"{account_id}:{self.user_id}:{timestamp}"
        signed = hmac.digest(self.secret.encode(), text.encode(), self.digest)
        return f"PNAUTHINFO3-HMAC-{self.digest} Credential={self.user_id}/{timestamp} Signature={b64encode(signed).decode()}"


class Signatures:
    """Makes signed headers."""

    def __init__(self, signer: Signer, now: Callable[[], float] = time.time) -> None:
        """Sign as ``signer``; ``now`` is the time of day, in seconds."""
        self._signer = signer
        self._now = now
        self._reusable: Cache[str] = Cache(signer.reused, _ACCOUNTS_AT_MOST, lambda _: 1, now)

    def identity(self, authorization: str | None) -> bytes:  # noqa: ARG002
        """All callers read with the same credential."""
        return b"signature"

    async def header(self, account_id: str, authorization: str | None) -> str | Failure | None:  # noqa: ARG002
        """Return a signed header."""
        header = self._reusable.get(account_id)
        if header is None:
            timestamp = datetime.fromtimestamp(self._now() - BACKDATED_S, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            header = self._signer.header(account_id, timestamp)
            self._reusable.put(account_id, header)
        return header

    def refused(self, account_id: str, header: str | None, headers: Mapping[str, str], *, again: bool) -> Failure | None:  # noqa: ARG002
        """Say whether the clocks explain it."""
        upstreams = moment(headers.get("date", ""))
        ahead = 0.0 if upstreams is None else self._now() - upstreams.timestamp()
        if ahead > BACKDATED_S or ahead < self._signer.reused - VALID_S:
            return Failure(partial(UpstreamUnavailable, skew(ahead)))
        return Failure(partial(UpstreamUnavailable, REFUSED))


def skew(ahead: float) -> str:
    """Say how wrong a clock is."""
    side = "ahead of" if ahead > 0 else "behind"
    return f"The upstream refuses the gateway's signature: our clock is {abs(round(ahead))} s {side} the upstream's. Set it right."
