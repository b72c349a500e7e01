"""From the store's rows to model values: which columns a value is made of, and the value.

Columns are taken by place, for a large answer has tens of thousands of rows: each function unpacks the columns of its table in the
order in which ``COLUMNS`` lists them. The way there, from values to rows, is ``rows.py``.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar

import orjson
from msgspec import UNSET, Struct, UnsetType

from app import model

Member = TypeVar("Member", bound=Enum)
Fields: TypeAlias = Sequence[Any]
Make: TypeAlias = Callable[[Fields, model.Handle, int], Struct]
"""Makes a value of its columns, its parent's handle and its own position."""

_EDITED = "created_at created_by modified_at modified_by"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    table: tuple(" ".join(names).split())
    for table, names in {
        "profiles": (
            f"is_active {_EDITED} registration_confirmed customer_type preserve_consents preserve_preferences",
            "name_prefix name_first name_middle name_last name_suffix default_locale status deactivation_reason",
            "alternate_ids_count addresses_count emails_count phones_count preferences_count consents_count",
            "custom_fields_count groups_count tags_count",
        ),
        "alternate_ids": (f"type id is_active {_EDITED}",),
        "addresses": (
            "type is_default is_active line1 line2 city state_province postal_code country",
            "country_code_numeric country_code_alpha2 country_code_alpha3",
            "standard_line1 standard_line2 standard_city standard_state_province standard_postal_code is_standardized",
            f"{_EDITED} preferences_count consents_count",
        ),
        "emails": (f"type address is_default is_active {_EDITED} preferences_count consents_count",),
        "phones": (f"type number digits is_mobile is_default is_active {_EDITED} preferences_count consents_count",),
        "preferences": (
            "filter_id program_id channel_id type status match_type frequency_id attributes",
            "collected_at expires_at modified_at user_id source_id reason_code consents_count",
        ),
        "consents": (f"type version locale status collected_at expires_at is_expired {_EDITED}",),
        "custom_fields": ("name value values",),
        "groups": ("type name is_primary",),
        "tags": ("name",),
    }.items()
}
"""By table, the columns that a value is made of: neither keys, nor owners, nor there for lookups only."""
OWNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "preferences": ("address", "email", "phone"),
    "consents": ("address", "email", "phone", "preference"),
}
"""By table, the columns that tell what in the profile holds a row."""


def _members(kind: type[Member]) -> dict[str | None, Member | None]:
    return {None: None} | {member.name: member for member in kind}


_consent_status = _members(model.ConsentStatus)
_preference_type = _members(model.PreferenceType)
_preference_status = _members(model.PreferenceStatus)
_match_type = _members(model.MatchType)
_processing_status = _members(model.ProcessingStatus)
_flag: dict[int | None, bool | None] = {None: None, 0: False, 1: True}
"""SQLite has no booleans."""


def columns_of(table: str, row: str) -> str:
    """Name the columns that a value is made of, in quotes: some are words of SQL."""
    return ", ".join(f'{row}."{name}"' for name in COLUMNS[table])


def profile(fields: Fields, handle: model.Handle) -> model.Profile:
    """Make a profile; its collections are unread where there is something to read."""
    values = (
        handle.account_id,
        handle.profile_id,
        _flag[fields[0]],
        _edited(fields[1:5]),
        _flag[fields[5]],
        fields[6],
        _flag[fields[7]],
        _flag[fields[8]],
        _name(fields[9:14]),
        fields[14],
        _processing_status[fields[15]],
        fields[16],
        *[_unread(count) for count in fields[17:26]],
        handle,
    )
    return model.Profile(*values)


def _alternate_id(fields: Fields, _parent: model.Handle, _position: int) -> model.AlternateId:
    type_, id_, is_active, *edited = fields
    return model.AlternateId(type_, id_, _flag[is_active], _edited(edited))


def _address(fields: Fields, parent: model.Handle, position: int) -> model.Address:
    type_, is_default, is_active, *others = fields[:12]
    *edited, preferences, consents = fields[18:24]
    parts = (_standardized(fields[12:18]), _edited(edited), _unread(preferences), _unread(consents), _child(parent, position))
    return model.Address(*(type_, _flag[is_default], _flag[is_active], *others, *parts))


def _email(fields: Fields, parent: model.Handle, position: int) -> model.Email:
    type_, address, is_default, is_active, *edited, preferences, consents = fields
    unread = _unread(preferences), _unread(consents)
    return model.Email(type_, address, _flag[is_default], _flag[is_active], _edited(edited), *unread, _child(parent, position))


def _phone(fields: Fields, parent: model.Handle, position: int) -> model.Phone:
    type_, number, digits, is_mobile, is_default, is_active, *edited, preferences, consents = fields
    flags = _flag[is_mobile], _flag[is_default], _flag[is_active]
    unread = _unread(preferences), _unread(consents)
    return model.Phone(type_, number, digits, *flags, _edited(edited), *unread, _child(parent, position))


def _preference(fields: Fields, parent: model.Handle, position: int) -> model.Preference:
    filter_id, program_id, channel_id, type_, status, match_type, frequency_id, attributes, *others, consents = fields
    values = (
        filter_id,
        program_id,
        channel_id,
        _preference_type[type_],
        _preference_status[status],
        _match_type[match_type],
        frequency_id,
        _attributes(attributes),
        *others,
        _unread(consents),
        _child(parent, position),
    )
    return model.Preference(*values)


def _consent(fields: Fields, _parent: model.Handle, _position: int) -> model.Consent:
    type_, version, locale, status, collected_at, expires_at, is_expired, *edited = fields
    return model.Consent(type_, version, locale, _consent_status[status], collected_at, expires_at, _flag[is_expired], _edited(edited))


def _custom_field(fields: Fields, _parent: model.Handle, _position: int) -> model.CustomField:
    name, value, values = fields
    return model.CustomField(name, value, None if values is None else tuple(orjson.loads(values)))


def _group(fields: Fields, _parent: model.Handle, _position: int) -> model.Group:
    type_, name, is_primary = fields
    return model.Group(type_, name, _flag[is_primary])


def _tag(fields: Fields, _parent: model.Handle, _position: int) -> model.Tag:
    return model.Tag(*fields)


MAKES: dict[str, Make] = {
    "alternate_ids": _alternate_id,
    "addresses": _address,
    "emails": _email,
    "phones": _phone,
    "preferences": _preference,
    "consents": _consent,
    "custom_fields": _custom_field,
    "groups": _group,
    "tags": _tag,
}
"""How the values of each table are made."""


def _child(parent: model.Handle, position: int) -> model.Handle:
    return model.Handle(parent.account_id, parent.profile_id, position, parent.view)


def _unread(count: int | None) -> tuple[()] | UnsetType | None:
    return UNSET if count else () if count == 0 else None


def _edited(fields: Fields) -> model.Edited | None:
    created_at, created_by, modified_at, modified_by = fields
    if created_at is created_by is modified_at is modified_by is None:
        return None
    return model.Edited(created_at, created_by, modified_at, modified_by)


def _name(fields: Fields) -> model.Name | None:
    return None if all(field is None for field in fields) else model.Name(*fields)


def _standardized(fields: Fields) -> model.StandardizedAddress | None:
    if all(field is None for field in fields):
        return None
    *lines, is_standardized = fields
    return model.StandardizedAddress(*(*lines, _flag[is_standardized]))


def _attributes(text: str | None) -> tuple[model.PreferenceAttribute, ...] | None:
    return None if text is None else tuple([model.PreferenceAttribute(key, value) for key, value in orjson.loads(text)])
