"""Who may see what: from an ``Authorization`` header to permissions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.exceptions import HTTPException

from app.emulator.accounts import EmulatorData
from app.emulator.views import PREFERENCE_LISTS

REALM = 'realm="profiles"'
COLLECTIONS: Mapping[str, frozenset[str]] = {
    "Consents": frozenset({"Consents"}),
    "CustomFields": frozenset({"CustomFields"}),
    "Groups": frozenset({"Groups"}),
    "Tags": frozenset({"ProfileTags"}),
    "Preferences": PREFERENCE_LISTS,
}
"""Each collection that a permission guards, and the JSON keys that it is found under."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the upstream's user in a credential may see.

    Attributes:
        may_read: whether profiles may be read at all; 403 if not.
        sees: the guarded collections that are shown; the JSON keys of the others are absent.
        data: profiles of this user's own, instead of those that the emulator was made with.
    """

    may_read: bool = True
    sees: frozenset[str] = frozenset(COLLECTIONS)
    data: EmulatorData | None = None

    def __post_init__(self) -> None:
        """Refuse a collection that no permission guards."""
        unknown = self.sees - COLLECTIONS.keys()
        if unknown:
            raise ValueError(f"Unknown collections {sorted(unknown)}: choose from {sorted(COLLECTIONS)}.")

    @property
    def hidden(self) -> frozenset[str]:
        """The JSON keys that are absent."""
        return frozenset().union(*(keys for name, keys in COLLECTIONS.items() if name not in self.sees))


class Verifier(Protocol):
    """One way to tell who is calling."""

    challenge: str
    """What ``WWW-Authenticate`` says of it."""

    def access(self, authorization: str, account_id: str) -> Access | None:
        """What the header opens in this account; None when it is wrong, too old, or of another scheme."""
        ...


class AnyAuthorization:
    """Every header opens everything."""

    challenge = f"Bearer {REALM}"

    def access(self, _authorization: str, _account_id: str) -> Access | None:
        """Everything."""
        return Access()


class KnownAuthorizations:
    """A table of whole header values."""

    challenge = f"Bearer {REALM}"

    def __init__(self, table: Mapping[str, Access]) -> None:
        """Know what each header value opens, in every account."""
        self._table = dict(table)

    def access(self, authorization: str, _account_id: str) -> Access | None:
        """What the table says."""
        return self._table.get(authorization)


def checked(verifiers: Sequence[Verifier], authorization: str | None, account_id: str) -> Access:
    """What the caller may see.

    Raises:
        HTTPException: 401 when no verifier knows the caller, 403 when the caller may read nothing.
    """
    answers = (verifier.access(authorization, account_id) for verifier in verifiers) if authorization else ()
    access = next((answer for answer in answers if answer is not None), None)
    if access is None:
        challenges = ", ".join(dict.fromkeys(verifier.challenge for verifier in verifiers))
        raise HTTPException(401, "Credentials are missing, wrong or too old.", {"WWW-Authenticate": challenges})
    if not access.may_read:
        raise HTTPException(403, "No permission to read profiles.")
    return access
