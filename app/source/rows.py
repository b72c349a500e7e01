"""From model values to the store's rows: tuples in the order of a table's columns, without the leading account.

The import's worker processes make them by the million: plain tuples, and no SQLAlchemy in those processes (70 MB, half a second of
start). The way back, from rows to values, is ``sql_values.py``.
"""

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias

import orjson
from msgspec import UNSET, UnsetType

from app import model
from app.source.narrowing import latest_of_each_type

Value: TypeAlias = str | int | bool | None
Row: TypeAlias = tuple[Value, ...]
Rows: TypeAlias = dict[str, list[Row]]
Owner: TypeAlias = tuple[int | None, int | None, int | None]
Starts: TypeAlias = tuple[int, int]
"""The positions of an owner's first preference and first consent, if it has any."""

TABLES = (
    "profiles",
    "alternate_ids",
    "addresses",
    "emails",
    "phones",
    "preferences",
    "consents",
    "custom_fields",
    "groups",
    "tags",
)
"""The names of the tables a profile is written to, owners before what they own."""

_OF_THE_PROFILE: Owner = (None, None, None)
_NO_EDITED = (None, None, None, None)
_NO_NAME = (None, None, None, None, None)
_NOT_STANDARDIZED = (None, None, None, None, None, None)


def rows_of(many: Sequence[model.Profile]) -> Rows:
    """The rows of every table, by its name, for profiles with all their collections read.

    Args:
        many: profiles of one account, no two with the same id.
    """
    rows: Rows = {table: [] for table in TABLES}
    for profile in many:
        _ProfileRows(profile, rows)
    return rows


class _ProfileRows:
    """Adds one profile; knows where in each table its rows start, for a position counts within the profile."""

    def __init__(self, profile: model.Profile, rows: Rows) -> None:
        self.profile_id = profile.profile_id
        self.rows = rows
        self.preference_position = 0
        self.consent_position = 0
        self._add_contact_elements(profile)
        rows["profiles"].append((*_profile(profile), *self._add_owned(profile, _OF_THE_PROFILE)))
        self._add_details(profile)

    def _add_contact_elements(self, profile: model.Profile) -> None:
        for position, address in enumerate(profile.addresses or ()):
            starts = self._add_owned(address, (position, None, None))
            self.rows["addresses"].append((self.profile_id, position, *_address(address), *starts))
        for position, email in enumerate(profile.emails or ()):
            starts = self._add_owned(email, (None, position, None))
            self.rows["emails"].append((self.profile_id, position, *_email(email), *starts))
        for position, phone in enumerate(profile.phones or ()):
            starts = self._add_owned(phone, (None, None, position))
            self.rows["phones"].append((self.profile_id, position, *_phone(phone), *starts))

    def _add_owned(self, holder: model.Profile | model.Address | model.Email | model.Phone, owner: Owner) -> Starts:
        first_preference = self.preference_position
        self._add_preferences(holder.preferences, owner)
        first_consent = self.consent_position
        self._add_consents(holder.consents, owner, None)
        return first_preference, first_consent

    def _add_preferences(self, preferences: model.Preferences, owner: Owner) -> None:
        for preference in preferences or ():
            position = self.preference_position
            self.preference_position += 1
            self.rows["preferences"].append((self.profile_id, position, *owner, *_preference(preference), self.consent_position))
            self._add_consents(preference.consents, _OF_THE_PROFILE, position)

    def _add_consents(self, consents: model.Consents, owner: Owner, preference: int | None) -> None:
        if not consents:
            return
        latest = {id(consent) for consent in latest_of_each_type(consents)}
        for position, consent in enumerate(consents, self.consent_position):
            row = (self.profile_id, position, *owner, preference, *_consent(consent), id(consent) in latest)
            self.rows["consents"].append(row)
        self.consent_position += len(consents)

    def _add_details(self, profile: model.Profile) -> None:
        for position, alternate_id in enumerate(profile.alternate_ids or ()):
            self.rows["alternate_ids"].append((self.profile_id, position, *_alternate_id(alternate_id)))
        for position, field in enumerate(profile.custom_fields or ()):
            self.rows["custom_fields"].append((self.profile_id, position, field.name, field.value, _json(field.values)))
        for position, group in enumerate(profile.groups or ()):
            self.rows["groups"].append((self.profile_id, position, group.type, group.name, group.is_primary))
        for position, tag in enumerate(profile.tags or ()):
            self.rows["tags"].append((self.profile_id, position, tag.name))


def _profile(profile: model.Profile) -> Row:
    return (
        profile.profile_id,
        profile.is_active,
        *_edited(profile.edited),
        profile.registration_confirmed,
        profile.customer_type,
        profile.preserve_consents,
        profile.preserve_preferences,
        *_name(profile.name),
        profile.default_locale,
        _member(profile.status),
        profile.deactivation_reason,
        *[_count(getattr(profile, table)) for table in TABLES[1:]],
    )


def _alternate_id(value: model.AlternateId) -> Row:
    return (value.type, value.id, value.is_active, *_edited(value.edited), folded(value.type), folded(value.id))


def _address(value: model.Address) -> Row:
    return (
        value.type,
        value.is_default,
        value.is_active,
        value.line1,
        value.line2,
        value.city,
        value.state_province,
        value.postal_code,
        value.country,
        value.country_code_numeric,
        value.country_code_alpha2,
        value.country_code_alpha3,
        *_standardized(value.standardized),
        *_edited(value.edited),
        _count(value.preferences),
        _count(value.consents),
    )


def _email(value: model.Email) -> Row:
    return (
        value.type,
        value.address,
        value.is_default,
        value.is_active,
        *_edited(value.edited),
        _count(value.preferences),
        _count(value.consents),
        folded(value.type),
        folded(value.address),
    )


def _phone(value: model.Phone) -> Row:
    return (
        value.type,
        value.number,
        value.digits,
        value.is_mobile,
        value.is_default,
        value.is_active,
        *_edited(value.edited),
        _count(value.preferences),
        _count(value.consents),
        folded(value.type),
    )


def _preference(value: model.Preference) -> Row:
    attributes = value.attributes
    return (
        value.filter_id,
        value.program_id,
        value.channel_id,
        _member(value.type),
        _member(value.status),
        _member(value.match_type),
        value.frequency_id,
        None if attributes is None else _json([(attribute.key, attribute.value) for attribute in attributes]),
        value.collected_at,
        value.expires_at,
        value.modified_at,
        value.user_id,
        value.source_id,
        value.reason_code,
        _count(value.consents),
    )


def _consent(value: model.Consent) -> Row:
    return (
        value.type,
        value.version,
        value.locale,
        _member(value.status),
        value.collected_at,
        value.expires_at,
        value.is_expired,
        *_edited(value.edited),
    )


def _edited(value: model.Edited | None) -> Row:
    return _NO_EDITED if value is None else (value.created_at, value.created_by, value.modified_at, value.modified_by)


def _name(value: model.Name | None) -> Row:
    return _NO_NAME if value is None else (value.prefix, value.first, value.middle, value.last, value.suffix)


def _standardized(value: model.StandardizedAddress | None) -> Row:
    if value is None:
        return _NOT_STANDARDIZED
    return (value.line1, value.line2, value.city, value.state_province, value.postal_code, value.is_standardized)


def _member(value: Enum | None) -> str | None:
    return None if value is None else value.name


def folded(text: str | None) -> str | None:
    """The form in which types, e-mail addresses and alternate ids are compared: Unicode case folding."""
    return None if text is None else text.casefold()


def _json(values: Sequence[object] | None) -> str | None:
    return None if values is None else orjson.dumps(values).decode()


def _count(collection: Sequence[object] | UnsetType | None) -> int | None:
    assert collection is not UNSET
    return None if collection is None else len(collection)
