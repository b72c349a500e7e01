"""The one reading of the upstream's JSON: what the REST source answers with and what an import stores are made here.

Collections are always read, so none of them is ``UNSET`` and no value needs a ``handle``. Values are built by position, in the order
of ``model``: by keyword it takes half as long again.
"""

from collections.abc import Callable
from datetime import UTC
from operator import attrgetter
from typing import TypeVar

from msgspec import MsgspecError
from msgspec.json import Decoder

from app import model
from app.errors import UpstreamInvalidResponse
from app.source import wire
from app.source.dates import date
from app.source.wire_enumerations import consent_status, match_type, preference_status, preference_type, processing_status, standardized
from app.source.wire_text import digits, text, value_and_values

S = TypeVar("S", bound=wire.Shape)
T = TypeVar("T")

_one = Decoder(wire.Profile)
_one_or_many = Decoder(list[wire.Profile | None] | wire.Profile)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Unreadable(UpstreamInvalidResponse):
    """JSON that is no profile.

    Attributes:
        reason: what was expected and where, without a word of the JSON's values.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason for logs and for the report of an import."""
        super().__init__()
        self.reason = reason


def profile_from_json(line: bytes, account_id: str) -> model.Profile:
    """Read one profile object.

    Raises:
        Unreadable: when it is no profile.
    """
    return _profile(_decoded(_one, line), account_id)


def profiles_from_json(body: bytes, account_id: str) -> tuple[model.Profile, ...]:
    """Read an array of profiles, or one bare profile object, into profiles by id in ascending order.

    Raises:
        Unreadable: when one of them is no profile.
    """
    shapes = _decoded(_one_or_many, body)
    found = [shapes] if isinstance(shapes, wire.Profile) else shapes
    profiles = [_profile(shape, account_id) for shape in found if shape is not None]
    return tuple(sorted(profiles, key=attrgetter("profile_id")))


def _decoded(decoder: Decoder[T], body: bytes) -> T:
    try:
        return decoder.decode(body.removeprefix(_BYTE_ORDER_MARK))
    except MsgspecError as error:  # its texts name types and places, never values
        raise Unreadable(str(error)) from None
    except UnicodeDecodeError:
        raise Unreadable("not UTF-8") from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None


def _each(shapes: list[S | None] | None, translate: Callable[[S], T]) -> tuple[T, ...] | None:
    """Translate what is there and not inactive."""
    if shapes is None:
        return None
    return tuple([translate(shape) for shape in shapes if shape is not None and shape.is_active is not False])


def _profile(shape: wire.Profile, account_id: str) -> model.Profile:
    return model.Profile(
        account_id,
        shape.profile_id,
        shape.is_active,
        _edited(shape.edited),
        shape.registration_confirmed,
        text(shape.customer_type),
        shape.preserve_consents,
        shape.preserve_preferences,
        _name(shape.customer_name),
        text(shape.default_locale),
        processing_status(shape.status),
        text(shape.reason_code),
        _each(shape.alternate_ids, _alternate_id),
        _each(shape.addresses, _address),
        _each(shape.emails, _email),
        _each(shape.phone_numbers, _phone),
        _each(shape.profile_preferences, _preference),
        _each(shape.consents, _consent),
        _each(shape.custom_fields, _custom_field),
        _each(shape.groups, _group),
        _each(shape.profile_tags, _tag),
    )


def _edited(shape: wire.Edited | None) -> model.Edited | None:
    if shape is None or shape.is_active is False:
        return None
    edited = model.Edited(date(shape.created_date), text(shape.created_by), date(shape.modified_date), text(shape.modified_by))
    return None if edited == _NEVER_EDITED else edited


def _name(shape: wire.CustomerName | None) -> model.Name | None:
    if shape is None or shape.is_active is False:
        return None
    name = model.Name(text(shape.prefix), text(shape.first_name), text(shape.middle_name), text(shape.last_name), text(shape.suffix))
    return None if name == _NAMELESS else name


def _alternate_id(shape: wire.AlternateId) -> model.AlternateId:
    return model.AlternateId(text(shape.alternate_id_type), text(shape.alternate_id), shape.is_active, _edited(shape.edited))


def _address(shape: wire.Address) -> model.Address:
    return model.Address(
        text(shape.address_type),
        shape.is_default,
        shape.is_active,
        text(shape.address1),
        text(shape.address2),
        text(shape.city),
        text(shape.state_province),
        text(shape.postal_code),
        text(shape.country),
        text(shape.country_code_numeric),
        text(shape.country_code_alpha2),
        text(shape.country_code_alpha3),
        _standardized(shape),
        _edited(shape.edited),
        _each(shape.address_preferences, _preference),
        _each(shape.consents, _consent),
    )


def _standardized(shape: wire.Address) -> model.StandardizedAddress | None:
    address = model.StandardizedAddress(
        text(shape.cass_address1),
        text(shape.cass_address2),
        text(shape.cass_city),
        text(shape.cass_state_province),
        text(shape.cass_postal_code),
        standardized(shape.cass_status),
    )
    return None if address == _NEVER_STANDARDIZED else address


def _email(shape: wire.Email) -> model.Email:
    return model.Email(
        text(shape.email_address_type),
        text(shape.email_address),
        shape.is_default,
        shape.is_active,
        _edited(shape.edited),
        _each(shape.email_preferences, _preference),
        _each(shape.consents, _consent),
    )


def _phone(shape: wire.PhoneNumber) -> model.Phone:
    return model.Phone(
        text(shape.phone_type),
        text(shape.phone_number),
        digits(shape.phone_number, shape.phone_number_numeric),
        shape.is_mobile,
        shape.is_default,
        shape.is_active,
        _edited(shape.edited),
        _each(shape.phone_number_preferences, _preference),
        _each(shape.consents, _consent),
    )


def _preference(shape: wire.Preference) -> model.Preference:
    return model.Preference(
        text(shape.filter_id),
        text(shape.program_id),
        text(shape.channel_id),
        preference_type(shape.preference_type),
        preference_status(shape.preference_status),
        match_type(shape.match_type),
        text(shape.frequency_id),
        _each(shape.preference_attributes, _preference_attribute),
        date(shape.customer_date),
        date(shape.expiration_date),
        date(shape.last_modified_date),
        text(shape.user_id),
        text(shape.source_id),
        text(shape.reason_code),
        _each(shape.consents, _consent),
    )


def _preference_attribute(shape: wire.PreferenceAttribute) -> model.PreferenceAttribute:
    return model.PreferenceAttribute(text(shape.key), text(shape.value))


def _consent(shape: wire.Consent) -> model.Consent:
    return model.Consent(
        text(shape.consent_type),
        text(shape.consent_version),
        text(shape.locale),
        consent_status(shape.consent_status),
        date(shape.consent_date, UTC),
        date(shape.expiration_date),
        shape.expired,
        _edited(shape.edited),
    )


def _custom_field(shape: wire.CustomField) -> model.CustomField:
    return model.CustomField(text(shape.name), *value_and_values(shape.value))


def _group(shape: wire.Group) -> model.Group:
    return model.Group(text(shape.group_type), text(shape.group_name), shape.is_primary)


def _tag(shape: wire.ProfileTag) -> model.Tag:
    return model.Tag(text(shape.name))


_NEVER_EDITED = model.Edited()
_NAMELESS = model.Name()
_NEVER_STANDARDIZED = model.StandardizedAddress()
