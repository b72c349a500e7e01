"""Any profile that a source could answer with: texts of all kinds, and whatever may be null is null sometimes."""

from enum import Enum
from typing import Any, TypeVar

from hypothesis import strategies as st
from msgspec import Struct

from app import model

Value = TypeVar("Value", bound=Struct)

_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
_texts = st.none() | _text
_flags = st.none() | st.booleans()
_not_inactive = st.sampled_from([None, True])
_dates = st.sampled_from([None, "2024-01-01T00:00:00Z", "2024-01-01T00:00:00.0000001Z", "9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"])


def _one_of(kind: type[Enum]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *kind])


def _unless_empty(kind: type[Value], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Value | None]:
    """A group of attributes is null when all of them are."""
    return st.builds(kind, **fields).map(lambda value: None if value == kind() else value)


def _several(values: st.SearchStrategy[Value]) -> st.SearchStrategy[tuple[Value, ...] | None]:
    return st.none() | st.lists(values, max_size=3).map(tuple)


_edited = _unless_empty(model.Edited, created_at=_dates, created_by=_texts, modified_at=_dates, modified_by=_texts)
_names = _unless_empty(model.Name, prefix=_texts, first=_texts, middle=_texts, last=_texts, suffix=_texts)
_standardized = _unless_empty(
    model.StandardizedAddress,
    line1=_texts,
    line2=_texts,
    city=_texts,
    state_province=_texts,
    postal_code=_texts,
    is_standardized=_flags,
)
_consents = _several(
    st.builds(
        model.Consent,
        type=st.sampled_from([None, "Email", "EMAIL", "Straße", "STRASSE"]),
        version=_texts,
        locale=_texts,
        status=_one_of(model.ConsentStatus),
        collected_at=_dates,
        expires_at=_dates,
        is_expired=_flags,
        edited=_edited,
    )
)
_preferences = _several(
    st.builds(
        model.Preference,
        filter_id=_texts,
        program_id=_texts,
        channel_id=_texts,
        type=_one_of(model.PreferenceType),
        status=_one_of(model.PreferenceStatus),
        match_type=_one_of(model.MatchType),
        frequency_id=_texts,
        attributes=_several(st.builds(model.PreferenceAttribute, key=_texts, value=_texts)),
        collected_at=_dates,
        expires_at=_dates,
        modified_at=_dates,
        user_id=_texts,
        source_id=_texts,
        reason_code=_texts,
        consents=_consents,
    )
)
_element = {"type": _texts, "is_default": _flags, "is_active": _not_inactive, "edited": _edited}
_owner = {"preferences": _preferences, "consents": _consents}
_addresses = st.builds(
    model.Address,
    **_element,
    line1=_texts,
    line2=_texts,
    city=_texts,
    state_province=_texts,
    postal_code=_texts,
    country=_texts,
    country_code_numeric=_texts,
    country_code_alpha2=_texts,
    country_code_alpha3=_texts,
    standardized=_standardized,
    **_owner,
)
_phones = st.builds(model.Phone, **_element, number=_texts, digits=st.none() | st.text("0123456789"), is_mobile=_flags, **_owner)

profiles = st.builds(
    model.Profile,
    account_id=st.sampled_from(["acme", "Ω"]),
    profile_id=st.integers(-(2**63), 2**63 - 1),
    is_active=_flags,
    edited=_edited,
    registration_confirmed=_flags,
    customer_type=_texts,
    preserve_consents=_flags,
    preserve_preferences=_flags,
    name=_names,
    default_locale=_texts,
    status=_one_of(model.ProcessingStatus),
    deactivation_reason=_texts,
    alternate_ids=_several(st.builds(model.AlternateId, type=_texts, id=_texts, is_active=_not_inactive, edited=_edited)),
    addresses=_several(_addresses),
    emails=_several(st.builds(model.Email, **_element, address=_texts, **_owner)),
    phones=_several(_phones),
    preferences=_preferences,
    consents=_consents,
    custom_fields=_several(st.builds(model.CustomField, name=_texts, value=_texts, values=st.none() | st.lists(_text).map(tuple))),
    groups=_several(st.builds(model.Group, type=_texts, name=_texts, is_primary=_flags)),
    tags=_several(st.builds(model.Tag, name=_texts)),
)
views = st.builds(model.View, implied=st.booleans(), history=st.booleans())
