"""What a profile is: immutable values without a word of JSON, SQL or GraphQL.

Sources make these values, loaders carry them, the schema shows them. Three rules hold everywhere:

* ``None`` for a collection means that it is not known (the caller may not see it); ``()`` means that there is nothing in it.
* ``msgspec.UNSET`` for a collection means that the source did not read it yet: ask it for the collection, by the value's ``handle``.
* A date is the text that leaves the gateway: UTC, ending in ``Z``, with the precision it came with (the upstream writes seven
  digits, more than ``datetime`` holds).

The garbage collector does not look at them: what is made at once, of what was there before, never holds itself. A large answer has
thousands of them, and they made a twentieth of its reading longer.
"""

from enum import Enum, auto
from typing import TypeAlias

from msgspec import Struct, UnsetType

Date: TypeAlias = str


class ConsentStatus(Enum):
    """What a person said about a consent."""

    GRANTED = auto()
    DENIED = auto()
    REVOKED = auto()
    NOT_SET = auto()
    UNKNOWN = auto()


class PreferenceType(Enum):
    """Whether a person opted in or out."""

    OPT_IN = auto()
    OPT_OUT = auto()
    UNKNOWN = auto()


class PreferenceStatus(Enum):
    """Whether a preference still counts."""

    ACTIVE = auto()
    EXPIRED = auto()
    UNKNOWN = auto()


class MatchType(Enum):
    """Whether the person said it, or it follows from the parent filter."""

    EXPRESSED = auto()
    IMPLIED = auto()
    UNKNOWN = auto()


class ProcessingStatus(Enum):
    """Whether the service has worked through the last write to a profile."""

    COMPLETE = auto()
    PENDING_UPDATE = auto()
    UNKNOWN = auto()


class View(Struct, frozen=True, cache_hash=True, gc=False):
    """Which records a read shows.

    Attributes:
        implied: implied preferences too, not only the expressed ones.
        history: every consent record, not only the latest of each type.
        current: as it is now, where an answer of some seconds ago would do for what is neither a consent nor a preference.
    """

    implied: bool = True
    history: bool = True
    current: bool = True

    def __or__(self, other: "View") -> "View":
        """The view that shows what either of the two shows."""
        return View(self.implied or other.implied, self.history or other.history, self.current or other.current)


class Handle(Struct, frozen=True, gc=False):
    """How a source finds the unread collections of one value again.

    Attributes:
        account_id: the organisation's account, as the caller named it.
        profile_id: the profile, or the profile that holds the element.
        position: which element of its kind within the profile; -1 for the profile itself.
        view: which records of the collection are asked for.
    """

    account_id: str
    profile_id: int
    position: int
    view: View


class Edited(Struct, frozen=True, gc=False):
    """When, and by whom, something was created and last modified."""

    created_at: Date | None = None
    created_by: str | None = None
    modified_at: Date | None = None
    modified_by: str | None = None


class Name(Struct, frozen=True, gc=False):
    """The parts of a person's name."""

    prefix: str | None = None
    first: str | None = None
    middle: str | None = None
    last: str | None = None
    suffix: str | None = None


class AlternateId(Struct, frozen=True, gc=False):
    """The profile's id in another system."""

    type: str | None = None
    id: str | None = None
    is_active: bool | None = None
    edited: Edited | None = None


class Consent(Struct, frozen=True, gc=False):
    """One record of a consent: its type, version, locale and status at a time."""

    type: str | None = None
    version: str | None = None
    locale: str | None = None
    status: ConsentStatus | None = None
    collected_at: Date | None = None
    expires_at: Date | None = None
    is_expired: bool | None = None
    edited: Edited | None = None


Consents: TypeAlias = tuple[Consent, ...] | UnsetType | None


class PreferenceAttribute(Struct, frozen=True, gc=False):
    """A key and a value that came with a preference."""

    key: str | None = None
    value: str | None = None


class Preference(Struct, frozen=True, gc=False):
    """A person's opt-in or opt-out on one filter (a program on a channel)."""

    filter_id: str | None = None
    program_id: str | None = None
    channel_id: str | None = None
    type: PreferenceType | None = None
    status: PreferenceStatus | None = None
    match_type: MatchType | None = None
    frequency_id: str | None = None
    attributes: tuple[PreferenceAttribute, ...] | None = None
    collected_at: Date | None = None
    expires_at: Date | None = None
    modified_at: Date | None = None
    user_id: str | None = None
    source_id: str | None = None
    reason_code: str | None = None
    consents: Consents = None
    handle: Handle | None = None


Preferences: TypeAlias = tuple[Preference, ...] | UnsetType | None


class StandardizedAddress(Struct, frozen=True, gc=False):
    """An address as the postal service writes it."""

    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    is_standardized: bool | None = None


class Address(Struct, frozen=True, gc=False):
    """A postal address."""

    type: str | None = None
    is_default: bool | None = None
    is_active: bool | None = None
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    state_province: str | None = None
    postal_code: str | None = None
    country: str | None = None
    country_code_numeric: str | None = None
    country_code_alpha2: str | None = None
    country_code_alpha3: str | None = None
    standardized: StandardizedAddress | None = None
    edited: Edited | None = None
    preferences: Preferences = None
    consents: Consents = None
    handle: Handle | None = None


class Email(Struct, frozen=True, gc=False):
    """An e-mail address."""

    type: str | None = None
    address: str | None = None
    is_default: bool | None = None
    is_active: bool | None = None
    edited: Edited | None = None
    preferences: Preferences = None
    consents: Consents = None
    handle: Handle | None = None


class Phone(Struct, frozen=True, gc=False):
    """A phone number; ``number`` as it was entered, ``digits`` as it is looked up."""

    type: str | None = None
    number: str | None = None
    digits: str | None = None
    is_mobile: bool | None = None
    is_default: bool | None = None
    is_active: bool | None = None
    edited: Edited | None = None
    preferences: Preferences = None
    consents: Consents = None
    handle: Handle | None = None


class CustomField(Struct, frozen=True, gc=False):
    """A field of the organisation's own: ``value`` as text, ``values`` every value of it as text."""

    name: str | None = None
    value: str | None = None
    values: tuple[str, ...] | None = None


class Group(Struct, frozen=True, gc=False):
    """A group, such as a household, that a profile belongs to."""

    type: str | None = None
    name: str | None = None
    is_primary: bool | None = None


class Tag(Struct, frozen=True, gc=False):
    """A label on a profile."""

    name: str | None = None


class Profile(Struct, frozen=True, gc=False):
    """A person, as one account knows them."""

    account_id: str
    profile_id: int
    is_active: bool | None = None
    edited: Edited | None = None
    registration_confirmed: bool | None = None
    customer_type: str | None = None
    preserve_consents: bool | None = None
    preserve_preferences: bool | None = None
    name: Name | None = None
    default_locale: str | None = None
    status: ProcessingStatus | None = None
    deactivation_reason: str | None = None
    alternate_ids: tuple[AlternateId, ...] | UnsetType | None = None
    addresses: tuple[Address, ...] | UnsetType | None = None
    emails: tuple[Email, ...] | UnsetType | None = None
    phones: tuple[Phone, ...] | UnsetType | None = None
    preferences: Preferences = None
    consents: Consents = None
    custom_fields: tuple[CustomField, ...] | UnsetType | None = None
    groups: tuple[Group, ...] | UnsetType | None = None
    tags: tuple[Tag, ...] | UnsetType | None = None
    handle: Handle | None = None
