"""The shapes of the upstream's JSON, and the only place besides ``contract.py`` that knows its names.

Every attribute may be null or missing. What has the wrong type makes an answer unreadable, with three exceptions: a number is welcome
where text is expected; enumerations and dates may be anything, since a value that is not understood there is no reason to refuse the
whole answer; and attributes that are not listed here are passed over.
"""

from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct, field

Number: TypeAlias = int | float
Text: TypeAlias = str | Number | None
Choice: TypeAlias = Any
"""An enumeration: its integer, its digits or its name."""
Moment: TypeAlias = Any
"""A date."""
Id: TypeAlias = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class Shape(Struct, rename="pascal", gc=False):
    """What every object may carry: one that is not active is left out."""

    is_active: bool | None = None


class Edited(Shape, rename="pascal", gc=False):
    """System stamps."""

    created_date: Moment = None
    created_by: Text = None
    modified_date: Moment = None
    modified_by: Text = None


class CustomerName(Shape, rename="pascal", gc=False):
    """The parts of a name."""

    prefix: Text = None
    first_name: Text = None
    middle_name: Text = None
    last_name: Text = None
    suffix: Text = None


class AlternateId(Shape, rename="pascal", gc=False):
    """An id in another system."""

    alternate_id_type: Text = None
    alternate_id: Text = None
    edited: Edited | None = None


class Consent(Shape, rename="pascal", gc=False):
    """One record of a consent."""

    consent_type: Text = None
    consent_version: Text = None
    locale: Text = None
    consent_status: Choice = None
    consent_date: Moment = None
    expiration_date: Moment = None
    expired: bool | None = None
    edited: Edited | None = None


Consents: TypeAlias = list[Consent | None] | None


class PreferenceAttribute(Shape, rename="pascal", gc=False):
    """A key and a value."""

    key: Text = None
    value: Text = None


class Preference(Shape, rename="pascal", gc=False):
    """An opt-in or opt-out on one filter."""

    filter_id: Text = None
    program_id: Text = None
    channel_id: Text = None
    preference_type: Choice = None
    frequency_id: Text = None
    preference_attributes: list[PreferenceAttribute | None] | None = None
    customer_date: Moment = None
    match_type: Choice = None
    preference_status: Choice = None
    expiration_date: Moment = None
    last_modified_date: Moment = None
    user_id: Text = None
    source_id: Text = None
    reason_code: Text = None
    consents: Consents = None


Preferences: TypeAlias = list[Preference | None] | None


class Address(Shape, rename="pascal", gc=False):
    """A postal address, as it was given and as the postal service writes it."""

    address_type: Text = None
    is_default: bool | None = None
    address1: Text = None
    address2: Text = None
    city: Text = None
    state_province: Text = None
    postal_code: Text = None
    country: Text = None
    country_code_numeric: Text = field(default=None, name="CountryCode_Numeric")
    country_code_alpha2: Text = field(default=None, name="CountryCode_Alpha2")
    country_code_alpha3: Text = field(default=None, name="CountryCode_Alpha3")
    cass_address1: Text = None
    cass_address2: Text = None
    cass_city: Text = None
    cass_state_province: Text = None
    cass_postal_code: Text = None
    cass_status: Choice = None
    edited: Edited | None = None
    address_preferences: Preferences = None
    consents: Consents = None


class Email(Shape, rename="pascal", gc=False):
    """An e-mail address."""

    email_address_type: Text = None
    email_address: Text = None
    is_default: bool | None = None
    edited: Edited | None = None
    email_preferences: Preferences = None
    consents: Consents = None


class PhoneNumber(Shape, rename="pascal", gc=False):
    """A phone number, as entered and as an integer of its digits."""

    phone_type: Text = None
    phone_number: Text = None
    phone_number_numeric: int | str | None = None
    is_mobile: bool | None = None
    is_default: bool | None = None
    edited: Edited | None = None
    phone_number_preferences: Preferences = None
    consents: Consents = None


Single: TypeAlias = str | bool | Number


class CustomField(Shape, rename="pascal", gc=False):
    """A field of the organisation's own: text, a number, a boolean, or a list of them."""

    name: Text = None
    value: Single | list[Single | None] | None = None


class Group(Shape, rename="pascal", gc=False):
    """A group that the profile belongs to."""

    group_type: Text = None
    group_name: Text = None
    is_primary: bool | None = None


class ProfileTag(Shape, rename="pascal", gc=False):
    """A label."""

    name: Text = None


class Profile(Shape, rename="pascal", gc=False, kw_only=True):
    """One person. Without an integer id nothing can be done with it, so the id alone is required."""

    profile_id: Id
    edited: Edited | None = None
    registration_confirmed: bool | None = None
    customer_type: Text = None
    preserve_consents: bool | None = None
    preserve_preferences: bool | None = None
    customer_name: CustomerName | None = None
    default_locale: Text = None
    status: Choice = None
    reason_code: Text = None
    alternate_ids: list[AlternateId | None] | None = None
    addresses: list[Address | None] | None = None
    emails: list[Email | None] | None = None
    phone_numbers: list[PhoneNumber | None] | None = None
    profile_preferences: Preferences = None
    consents: Consents = None
    custom_fields: list[CustomField | None] | None = None
    groups: list[Group | None] | None = None
    profile_tags: list[ProfileTag | None] | None = None
