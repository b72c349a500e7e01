"""Which attributes of the upstream's JSON each field of the graph is read from, and how: ``source/translation.py`` as a table.

A test holds the two together. The JSON's own names stand in ``source/wire.py`` alone.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from app.source import wire
from app.source.wire_enumerations import consent_status, match_type, preference_status, preference_type, processing_status


class Flag(Struct, frozen=True):
    """True, false or null, as it is."""

    wire: str


class Text(Struct, frozen=True):
    """Text, or a number that becomes text.

    Attributes:
        often_a_number: documented to come as a number; others are expected not to.
    """

    wire: str
    often_a_number: bool = False


class Date(Struct, frozen=True):
    """A date.

    Attributes:
        utc: without a zone it is UTC, not US Eastern.
    """

    wire: str
    utc: bool = False


class Choice(Struct, frozen=True):
    """An enumeration, and what reads it."""

    wire: str
    read: Callable[[object], Enum | None]


class Made(Struct, frozen=True):
    """Made of several attributes, or by a rule of its own: ``expression`` says how, in Python, of an ``{object}``."""

    wires: tuple[str, ...]
    expression: str


class Group(Struct, frozen=True):
    """An object whose attributes are all in one place; without any of them it is null. ``None``: they stand in the parent itself."""

    wire: str | None


class Several(Struct, frozen=True):
    """A list of objects."""

    wire: str


Reading: TypeAlias = Flag | Text | Date | Choice | Made | Group | Several


class Upstream(Struct, frozen=True):
    """How one type of the graph is read.

    Attributes:
        shape: what ``wire`` declares for it.
        readings: by the model's attribute.
        may_be_inactive: whether inactive ones are expected, to be left out.
    """

    shape: type[wire.Shape]
    readings: Mapping[str, Reading]
    may_be_inactive: bool = False

    def json_name(self, attribute: str) -> str:
        """Return what the JSON calls an attribute of the shape."""
        place = self.shape.__struct_fields__.index(attribute)
        return self.shape.__struct_encode_fields__[place]


def _texts(**wires: str) -> dict[str, Reading]:
    return {attribute: Text(name) for attribute, name in wires.items()}


_EDITED = Group("edited")
ACCOUNT = Made((), "account")
PROFILE_ID = Made(("profile_id",), "str({object}.profile_id)")

UPSTREAM: Mapping[str, Upstream] = {
    "Edited": Upstream(
        wire.Edited,
        {
            "created_at": Date("created_date"),
            "created_by": Text("created_by"),
            "modified_at": Date("modified_date"),
            "modified_by": Text("modified_by"),
        },
    ),
    "Name": Upstream(
        wire.CustomerName,
        _texts(prefix="prefix", first="first_name", middle="middle_name", last="last_name", suffix="suffix"),
    ),
    "AlternateId": Upstream(
        wire.AlternateId,
        {**_texts(type="alternate_id_type", id="alternate_id"), "is_active": Flag("is_active"), "edited": _EDITED},
        may_be_inactive=True,
    ),
    "Consent": Upstream(
        wire.Consent,
        {
            **_texts(type="consent_type", version="consent_version", locale="locale"),
            "status": Choice("consent_status", consent_status),
            "collected_at": Date("consent_date", utc=True),
            "expires_at": Date("expiration_date"),
            "is_expired": Flag("expired"),
            "edited": _EDITED,
        },
    ),
    "PreferenceAttribute": Upstream(wire.PreferenceAttribute, _texts(key="key", value="value")),
    "Preference": Upstream(
        wire.Preference,
        {
            "filter_id": Text("filter_id", often_a_number=True),
            **_texts(program_id="program_id", channel_id="channel_id"),
            "type": Choice("preference_type", preference_type),
            "status": Choice("preference_status", preference_status),
            "match_type": Choice("match_type", match_type),
            "frequency_id": Text("frequency_id"),
            "attributes": Several("preference_attributes"),
            "collected_at": Date("customer_date"),
            "expires_at": Date("expiration_date"),
            "modified_at": Date("last_modified_date"),
            **_texts(user_id="user_id", source_id="source_id", reason_code="reason_code"),
            "consents": Several("consents"),
        },
    ),
    "StandardizedAddress": Upstream(
        wire.Address,
        {
            **_texts(
                line1="cass_address1",
                line2="cass_address2",
                city="cass_city",
                state_province="cass_state_province",
                postal_code="cass_postal_code",
            ),
            "is_standardized": Made(("cass_status",), "standardized({object}.cass_status)"),
        },
    ),
    "Address": Upstream(
        wire.Address,
        {
            "type": Text("address_type"),
            "is_default": Flag("is_default"),
            "is_active": Flag("is_active"),
            **_texts(
                line1="address1",
                line2="address2",
                city="city",
                state_province="state_province",
                postal_code="postal_code",
                country="country",
                country_code_alpha2="country_code_alpha2",
                country_code_alpha3="country_code_alpha3",
            ),
            "country_code_numeric": Text("country_code_numeric", often_a_number=True),
            "standardized": Group(None),
            "edited": _EDITED,
            "preferences": Several("address_preferences"),
            "consents": Several("consents"),
        },
        may_be_inactive=True,
    ),
    "Email": Upstream(
        wire.Email,
        {
            **_texts(type="email_address_type", address="email_address"),
            "is_default": Flag("is_default"),
            "is_active": Flag("is_active"),
            "edited": _EDITED,
            "preferences": Several("email_preferences"),
            "consents": Several("consents"),
        },
        may_be_inactive=True,
    ),
    "Phone": Upstream(
        wire.PhoneNumber,
        {
            **_texts(type="phone_type", number="phone_number"),
            "digits": Made(("phone_number", "phone_number_numeric"), "digits({object}.phone_number, {object}.phone_number_numeric)"),
            "is_mobile": Flag("is_mobile"),
            "is_default": Flag("is_default"),
            "is_active": Flag("is_active"),
            "edited": _EDITED,
            "preferences": Several("phone_number_preferences"),
            "consents": Several("consents"),
        },
        may_be_inactive=True,
    ),
    "CustomField": Upstream(
        wire.CustomField,
        {
            "name": Text("name"),
            "value": Made(("value",), "value_of_field({object}.value)"),
            "values": Made(("value",), "values_of_field({object}.value)"),
        },
    ),
    "Group": Upstream(wire.Group, {**_texts(type="group_type", name="group_name"), "is_primary": Flag("is_primary")}),
    "Tag": Upstream(wire.ProfileTag, _texts(name="name")),
    "Profile": Upstream(
        wire.Profile,
        {
            "account_id": ACCOUNT,
            "profile_id": PROFILE_ID,
            "is_active": Flag("is_active"),
            "edited": _EDITED,
            "registration_confirmed": Flag("registration_confirmed"),
            "customer_type": Text("customer_type"),
            "preserve_consents": Flag("preserve_consents"),
            "preserve_preferences": Flag("preserve_preferences"),
            "name": Group("customer_name"),
            "default_locale": Text("default_locale"),
            "status": Choice("status", processing_status),
            "deactivation_reason": Text("reason_code"),
            "alternate_ids": Several("alternate_ids"),
            "addresses": Several("addresses"),
            "emails": Several("emails"),
            "phones": Several("phone_numbers"),
            "preferences": Several("profile_preferences"),
            "consents": Several("consents"),
            "custom_fields": Several("custom_fields"),
            "groups": Several("groups"),
            "tags": Several("profile_tags"),
        },
        may_be_inactive=True,
    ),
}
"""By the name of the graph's type."""
