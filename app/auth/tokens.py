"""JSON Web Tokens (RFC 7519, RFC 8725): signed by the issuer, for us, and still good.

The algorithm is never the token's choice alone: it must be one of the settings', and the key must be made for it. None of them has a
shared secret, so a published key cannot be taken for one.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jwt
from msgspec import Struct

from app.auth.bearer import bearer
from app.auth.jwks import Keys, KeysUnreadable
from app.auth.principal import Principal, scopes_of
from app.auth.verified import Verified
from app.errors import AuthenticationUnavailable, Unauthenticated

ANY = "*"
REQUIRED = ["exp", "iss", "aud", "sub"]


class TokenRules(Struct, frozen=True):
    """What a token must be.

    Attributes:
        issuer: who signed it (``iss``).
        audience: whom it is for (``aud``).
        algorithms: those it may be signed with.
        leeway: seconds by which clocks may differ.
        scope_claim: the claim with the scopes.
        accounts_claim: the claim with the accounts.
    """

    issuer: str
    audience: str
    algorithms: Sequence[str]
    leeway: float
    scope_claim: str
    accounts_claim: str


class Tokens:
    """Judges tokens."""

    hands_on = False

    def __init__(self, keys: Keys, rules: TokenRules, clock: Callable[[], float] = time.time) -> None:
        """Check signatures with ``keys``, and claims by ``rules``; ``clock`` gives seconds since 1970."""
        self._keys = keys
        self._rules = rules
        self._verified = Verified(clock)
        keys.when_changed(self._verified.forget)

    async def principal(self, authorization: str | None) -> Principal:
        """Read the token of an ``Authorization`` header.

        Raises:
            Unauthenticated: there is none that is good.
            AuthenticationUnavailable: the issuer's keys are not known.
        """
        token = bearer(authorization)
        return self._verified.find(token) or await self._judged(token)

    async def _judged(self, token: str) -> Principal:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.find(header.get("kid"), self._allowed(header.get("alg")))
            if key is None:
                raise Unauthenticated
            claims = self._claims(token, key)
            principal = self._of(claims)
            self._verified.put(token, principal, int(claims["exp"]) + self._rules.leeway)
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
            raise Unauthenticated from None
        except KeysUnreadable:
            raise AuthenticationUnavailable from None
        return principal

    async def close(self) -> None:
        """Stop reading keys."""
        self._keys.close()

    def _allowed(self, algorithm: object) -> str:
        if not isinstance(algorithm, str) or algorithm not in self._rules.algorithms:
            raise Unauthenticated
        return algorithm

    def _claims(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        rules = self._rules
        return jwt.decode(
            token,
            key,
            algorithms=[key.algorithm_name],
            issuer=rules.issuer,
            audience=rules.audience,
            leeway=rules.leeway,
            options={"require": REQUIRED, "enforce_minimum_key_length": True},
        )

    def _of(self, claims: Mapping[str, Any]) -> Principal:
        accounts = words(claims.get(self._rules.accounts_claim))
        scopes = scopes_of(words(claims.get(self._rules.scope_claim)))
        return Principal(claims["sub"], scopes, None if ANY in accounts else accounts)


def words(claim: object) -> frozenset[str]:
    """Read a claim that is text with words, or a list of them; anything else has none."""
    if isinstance(claim, str):
        return frozenset(claim.split())
    return frozenset(word for word in claim if isinstance(word, str)) if isinstance(claim, list) else frozenset()
