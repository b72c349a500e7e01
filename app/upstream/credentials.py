"""Whose credential the upstream sees."""

import hashlib
import os
from collections.abc import Mapping
from typing import Protocol

from app.errors import Unauthenticated
from app.upstream.failures import Failure

_KEY = os.urandom(32)


def hashed(authorization: str | None) -> bytes:
    """Tell credentials apart without keeping them; of no use outside this process."""
    return b"" if authorization is None else hashlib.blake2b(authorization.encode(errors="replace"), key=_KEY, digest_size=16).digest()


class Credentials(Protocol):
    """Makes the ``Authorization`` header of a call."""

    def identity(self, authorization: str | None) -> bytes:
        """Say what must be equal for two callers to share an answer; ``authorization`` is the caller's own header."""
        ...

    async def header(self, account_id: str, authorization: str | None) -> str | Failure | None:
        """Return the header for a read of the account, or why there is none. Whoever asks sets the time."""
        ...

    def refused(self, account_id: str, header: str | None, headers: Mapping[str, str], *, again: bool) -> Failure | None:
        """Say why the upstream answered ``header`` with 401 and these headers; None asks for one more attempt with a new one.

        ``again`` says that this was the one more attempt.
        """
        ...


class CallersOwn:
    """The caller's own header is passed on as it is."""

    def identity(self, authorization: str | None) -> bytes:
        """Every credential has answers of its own."""
        return hashed(authorization)

    async def header(self, account_id: str, authorization: str | None) -> str | Failure | None:  # noqa: ARG002
        """Pass on what can be a header."""
        if authorization is not None and not (authorization.isascii() and authorization.isprintable()):
            return Failure(Unauthenticated)
        return authorization

    def refused(self, account_id: str, header: str | None, headers: Mapping[str, str], *, again: bool) -> Failure | None:  # noqa: ARG002
        """Leave it to the caller."""
        return Failure(Unauthenticated)
