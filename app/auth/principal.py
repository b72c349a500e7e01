"""What is known of a caller: the name, the accounts and the scopes."""

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from app.errors import Forbidden


class Scope(Enum):
    """What a caller may be allowed to read. The values are what tokens and keys say."""

    PROFILES = "profiles:read"
    """Profiles at all, and their own attributes."""
    CONSENTS = "consents:read"
    PREFERENCES = "preferences:read"
    CUSTOM_FIELDS = "custom_fields:read"
    GROUPS = "groups:read"
    TAGS = "tags:read"
    CONTACTS = "contacts:read"
    """Addresses, e-mail addresses, phone numbers and ids in other systems."""
    PERSONAL = "pii:read"
    """Fields marked with ``@pii`` as they are; without it they are masked."""


EVERY_SCOPE = frozenset(Scope)


class Principal(Struct, frozen=True, cache_hash=True):
    """A caller.

    Attributes:
        name: for the access record; never a credential.
        scopes: what may be read.
        accounts: the accounts that may be read; None means any.
    """

    name: str
    scopes: frozenset[Scope] = frozenset()
    accounts: frozenset[str] | None = frozenset()

    def may_read(self, account_id: str) -> bool:
        """Whether the account is one of the caller's."""
        return self.accounts is None or account_id in self.accounts

    def has(self, scope: Scope) -> bool:
        """Whether the caller has a scope."""
        return scope in self.scopes

    @property
    def has_every_scope(self) -> bool:
        """Whether nothing is hidden from the caller, and nothing masked."""
        return self.scopes == EVERY_SCOPE

    def require(self, scope: Scope) -> None:
        """Return when the caller has a scope.

        Raises:
            Forbidden: otherwise; the message names the scope.
        """
        if scope not in self.scopes:
            raise missing(scope)


def missing(scope: Scope) -> Forbidden:
    """Say which scope is needed."""
    return Forbidden(f"The scope {scope.value} is needed to read this.", scope=scope.value)


def scopes_of(words: Iterable[str]) -> frozenset[Scope]:
    """Read scopes by what they are called; words that are none of ours mean nothing here."""
    known = {scope.value: scope for scope in Scope}
    return frozenset(known[word] for word in words if word in known)
