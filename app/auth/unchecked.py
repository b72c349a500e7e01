"""Schemes that check no credential themselves: nobody is asked for one, or the upstream is the judge."""

import re

from app.auth.fingerprint import Fingerprints
from app.auth.principal import EVERY_SCOPE, Principal
from app.errors import Unauthenticated

ANYBODY = Principal("anybody", EVERY_SCOPE, None)
CREDENTIAL = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+ +[!-~][ -~]*")  # RFC 9110, section 11.4


class NoAuthentication:
    """Whoever can reach the gateway reads everything. For one's own machine only."""

    hands_on = True

    async def principal(self, authorization: str | None) -> Principal:  # noqa: ARG002 - nothing is judged
        """Let anybody in."""
        return ANYBODY

    async def close(self) -> None:
        """Nothing is open."""


class PassThrough:
    """The upstream judges the caller's credential, which is handed on with every read. The caller sees what the upstream shows."""

    hands_on = True

    def __init__(self, fingerprints: Fingerprints) -> None:
        """Callers are nameless, so they are told apart by ``fingerprints`` of their credentials."""
        self._fingerprints = fingerprints

    async def principal(self, authorization: str | None) -> Principal:
        """Let in whoever brings what may be a credential.

        Raises:
            Unauthenticated: there is none.
        """
        if authorization is None or not CREDENTIAL.fullmatch(authorization):
            raise Unauthenticated
        return Principal(f"credential-{self._fingerprints.of(authorization)}", EVERY_SCOPE, None)

    async def close(self) -> None:
        """Nothing is open."""
