"""What every source of profiles promises: two questions, many keys at a time, answered with a mapping.

1. ``find`` profiles by a lookup (a phone number, an e-mail address, an alternate id, a profile id).
2. read the ``collections`` of one edge for many parents at once, for those collections that ``find`` left ``UNSET``.

A source knows nothing of GraphQL, of requests or of memos: order, absence and remembering are the loaders' business.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Protocol, TypeAlias

from msgspec import Struct

from app.errors import GatewayError
from app.model import Handle, Profile, View

PROFILES_AT_MOST = 50
"""More matches than this are an error, never a cut list (the upstream's own limit)."""


class PhoneLookup(Struct, frozen=True, gc=False):
    """Profiles with an active phone number of these digits, and of this type if one is given."""

    account_id: str
    digits: str
    phone_type: str | None
    include_inactive: bool
    view: View


class EmailLookup(Struct, frozen=True, gc=False):
    """Profiles with this active e-mail address, ignoring case, and of this type if one is given."""

    account_id: str
    address: str
    email_type: str | None
    include_inactive: bool
    view: View


class AlternateIdLookup(Struct, frozen=True, gc=False):
    """The active profile with this active id in another system, ignoring case; the smallest profile id if there are several."""

    account_id: str
    alternate_id: str
    alternate_id_type: str
    view: View


class ProfileLookup(Struct, frozen=True, cache_hash=True, gc=False):
    """The profile with this id, active or not."""

    account_id: str
    profile_id: int
    view: View


Lookup: TypeAlias = PhoneLookup | EmailLookup | AlternateIdLookup | ProfileLookup
Found: TypeAlias = tuple[Profile, ...] | GatewayError


class Edge(Enum):
    """From a parent to one of its collections. The value names the attribute of the parent."""

    ALTERNATE_IDS_BY_PROFILE = ("profile", "alternate_ids")
    ADDRESSES_BY_PROFILE = ("profile", "addresses")
    EMAILS_BY_PROFILE = ("profile", "emails")
    PHONES_BY_PROFILE = ("profile", "phones")
    PREFERENCES_BY_PROFILE = ("profile", "preferences")
    PREFERENCES_BY_ADDRESS = ("address", "preferences")
    PREFERENCES_BY_EMAIL = ("email", "preferences")
    PREFERENCES_BY_PHONE = ("phone", "preferences")
    CONSENTS_BY_PROFILE = ("profile", "consents")
    CONSENTS_BY_ADDRESS = ("address", "consents")
    CONSENTS_BY_EMAIL = ("email", "consents")
    CONSENTS_BY_PHONE = ("phone", "consents")
    CONSENTS_BY_PREFERENCE = ("preference", "consents")
    CUSTOM_FIELDS_BY_PROFILE = ("profile", "custom_fields")
    GROUPS_BY_PROFILE = ("profile", "groups")
    TAGS_BY_PROFILE = ("profile", "tags")

    def __init__(self, parent: str, attribute: str) -> None:
        """Keep the two ends apart."""
        self.parent = parent
        self.attribute = attribute


Collection: TypeAlias = tuple[Struct, ...] | None


class Caller(Struct, frozen=True):
    """On whose behalf a source is asked.

    What was fetched for one caller is never shown to another, so everything remembered is keyed by this too.

    Attributes:
        authorization: the caller's ``Authorization`` header, passed on to the upstream as it is.
        deadline: when the answer must be there, on the clock of the running event loop; None leaves it to the source.
    """

    authorization: str | None = None
    deadline: float | None = None

    def __repr__(self) -> str:
        """Never show the credential."""
        return "Caller(authorization=…)"


class Source(Protocol):
    """Anything that answers for profiles. Safe to share between requests."""

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        """Answer each lookup with its profiles, by id in ascending order, or with the error that it met.

        A list read (phone, e-mail) of an unknown account is ``AccountNotFound``; a single read of one finds nothing. More than
        ``PROFILES_AT_MOST`` matches are ``TooManyProfiles``. A lookup is never missing from the answer.
        """
        ...

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:
        """Read one edge for many parents; a parent that is missing from the answer has nothing there (``()``).

        Raises:
            GatewayError: when the source cannot answer at all.
        """
        ...

    async def ready(self) -> None:
        """Return when the source can be asked.

        Raises:
            GatewayError: when it cannot, saying why in public words.
        """
        ...

    async def close(self) -> None:
        """Give back what the source holds open."""
        ...


class Store(ABC):
    """A source that also runs SQL of its user's making. A class, for ``isinstance``, that is known without the libraries of a store."""

    @property
    @abstractmethod
    def dialect(self) -> str:
        """Whose SQL the store speaks: ``sqlite`` or ``postgresql``."""

    @abstractmethod
    async def rows(
        self, lookups: Sequence[Lookup], ask: Callable[[Sequence[Lookup]], tuple[str, Mapping[str, Any]]]
    ) -> Mapping[Lookup, tuple[Sequence[Any], ...] | GatewayError]:
        """Answer lookups of one kind with the rows of a statement of the caller's own making, under the rules of ``find``.

        Args:
            lookups: one, or several by id in one account.
            ask: makes the statement and its parameters. Its rows begin with the profile's id, are in the order of ids, and are no more
                than ``find`` reads.
        """
