"""The fields of the upstream's objects, and a way through all objects of a profile."""

from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Nodes: TypeAlias = list[tuple[str, Json]]

_EDITED = "CreatedDate CreatedBy ModifiedDate ModifiedBy"
_ADDRESS = (
    "AddressType IsDefault Address1 Address2 City StateProvince PostalCode Country CountryCode_Numeric CountryCode_Alpha2 "
    "CountryCode_Alpha3 CassAddress1 CassAddress2 CassCity CassStateProvince CassPostalCode CassStatus IsActive Edited "
    "AddressPreferences Consents"
)
_PREFERENCE = (
    "FilterId ProgramId ChannelId PreferenceType FrequencyId PreferenceAttributes CustomerDate MatchType PreferenceStatus "
    "ExpirationDate LastModifiedDate UserId SourceId ReasonCode Consents"
)
_PROFILE = (
    "ProfileId IsActive Edited RegistrationConfirmed CustomerType PreserveConsents PreservePreferences CustomerName DefaultLocale "
    "Status ReasonCode AlternateIds Addresses Emails PhoneNumbers ProfilePreferences Consents CustomFields Groups ProfileTags"
)
UPSTREAM = {
    "": _PROFILE,
    "Edited": _EDITED,
    "CustomerName": "Prefix FirstName MiddleName LastName Suffix",
    "AlternateIds": "AlternateIdType AlternateId IsActive Edited",
    "Addresses": _ADDRESS,
    "Emails": "EmailAddressType EmailAddress IsDefault IsActive Edited EmailPreferences Consents",
    "PhoneNumbers": "PhoneType PhoneNumber PhoneNumberNumeric IsMobile IsDefault IsActive Edited PhoneNumberPreferences Consents",
    "ProfilePreferences": _PREFERENCE,
    "AddressPreferences": _PREFERENCE,
    "EmailPreferences": _PREFERENCE,
    "PhoneNumberPreferences": _PREFERENCE,
    "PreferenceAttributes": "Key Value",
    "Consents": "ConsentType ConsentVersion Locale ConsentStatus ConsentDate ExpirationDate Expired Edited",
    "CustomFields": "Name Value",
    "Groups": "GroupType GroupName IsPrimary",
    "ProfileTags": "Name",
}
"""The fields of each object, by the field that holds it, as the upstream's page lists them."""


def walk(name: str, value: object) -> Iterator[tuple[str, Json]]:
    """Every object inside a value, with the name of the field that holds it; a profile's is ""."""
    if isinstance(value, dict):
        yield name, value
        for key, child in value.items():
            yield from walk(key, child)
    elif isinstance(value, list):
        for child in value:
            yield from walk(name, child)
