"""The upstream's objects as JSON Schema. Every member may be null or missing, ``ProfileId`` apart, and others may be added."""

from collections.abc import Mapping
from typing import TypeAlias

Schema: TypeAlias = dict[str, object]


def nullable(name: str, **constraints: object) -> Schema:
    """A JSON type, or null."""
    return {"type": [name, "null"], **constraints}


def text(at_most: int | None = None) -> Schema:
    """Text of so many characters at most, or null."""
    return nullable("string") if at_most is None else nullable("string", maxLength=at_most)


def reference(name: str) -> Schema:
    """The schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _list_of(name: str) -> Schema:
    return nullable("array", items=_one(name))


def _one(name: str) -> Schema:
    return {"oneOf": [reference(name), {"type": "null"}]}


def _enumeration(description: str) -> Schema:
    return {"type": ["integer", "string", "null"], "description": description}


_FLAG = nullable("boolean")
_DATE = nullable("string", description="A date and time in ISO 8601; see the contract for one without a zone.")
_TEXT_OR_NUMBER: Schema = {"type": ["string", "integer", "null"]}
_STAMPS: dict[str, Schema] = {"IsActive": _FLAG, "Edited": _one("Edited")}
_CONTACT: dict[str, Schema] = {"IsDefault": _FLAG, **_STAMPS, "Consents": _list_of("Consent")}

_MEMBERS: Mapping[str, Mapping[str, Schema]] = {
    "Edited": {"CreatedDate": _DATE, "CreatedBy": text(), "ModifiedDate": _DATE, "ModifiedBy": text()},
    "CustomerName": {part: text() for part in ("Prefix", "FirstName", "MiddleName", "LastName", "Suffix")},
    "AlternateId": {"AlternateIdType": text(), "AlternateId": text(), **_STAMPS},
    "Address": {
        "AddressType": text(100),
        "Address1": text(125),
        "Address2": text(125),
        "City": text(50),
        "StateProvince": text(50),
        "PostalCode": text(15),
        "Country": text(),
        "CountryCode_Numeric": _TEXT_OR_NUMBER,
        "CountryCode_Alpha2": text(),
        "CountryCode_Alpha3": text(),
        **{f"Cass{part}": text() for part in ("Address1", "Address2", "City", "StateProvince", "PostalCode")},
        "CassStatus": nullable("string", description="Y standardised, N not."),
        **_CONTACT,
        "AddressPreferences": _list_of("Preference"),
    },
    "Email": {"EmailAddressType": text(100), "EmailAddress": text(256), **_CONTACT, "EmailPreferences": _list_of("Preference")},
    "PhoneNumber": {
        "PhoneType": text(),
        "PhoneNumber": text(),
        "PhoneNumberNumeric": nullable("integer", format="int64"),
        "IsMobile": _FLAG,
        **_CONTACT,
        "PhoneNumberPreferences": _list_of("Preference"),
    },
    "PreferenceAttribute": {"Key": text(), "Value": text()},
    "Preference": {
        "FilterId": _TEXT_OR_NUMBER,
        "ProgramId": _TEXT_OR_NUMBER,
        "ChannelId": _TEXT_OR_NUMBER,
        "PreferenceType": _enumeration("1 Opt-In, 2 Opt-Out; or the name."),
        "FrequencyId": _TEXT_OR_NUMBER,
        "PreferenceAttributes": _list_of("PreferenceAttribute"),
        "CustomerDate": _DATE,
        "MatchType": _enumeration("Expressed or Implied."),
        "PreferenceStatus": _enumeration("Active or Expired."),
        "ExpirationDate": _DATE,
        "LastModifiedDate": _DATE,
        "UserId": _TEXT_OR_NUMBER,
        "SourceId": _TEXT_OR_NUMBER,
        "ReasonCode": _TEXT_OR_NUMBER,
        "Consents": _list_of("Consent"),
    },
    "Consent": {
        "ConsentType": text(100),
        "ConsentVersion": text(50),
        "Locale": text(15),
        "ConsentStatus": _enumeration("1 Granted, 2 Denied, 3 Revoked, 4 NotSet; or the name."),
        "ConsentDate": _DATE,
        "ExpirationDate": _DATE,
        "Expired": _FLAG,
        "Edited": _one("Edited"),
    },
    "CustomField": {"Name": text(), "Value": {"description": "Text, a number, a boolean, or a list of strings."}},
    "Group": {"GroupType": text(), "GroupName": text(), "IsPrimary": _FLAG},
    "Tag": {"Name": text()},
    "Profile": {
        "ProfileId": {"type": "integer", "format": "int64"},
        "RegistrationConfirmed": _FLAG,
        "CustomerType": text(100),
        "PreserveConsents": _FLAG,
        "PreservePreferences": _FLAG,
        "CustomerName": _one("CustomerName"),
        "DefaultLocale": text(15),
        "Status": _enumeration("Complete or Pending Update."),
        "ReasonCode": text(256),
        **_STAMPS,
        "AlternateIds": _list_of("AlternateId"),
        "Addresses": _list_of("Address"),
        "Emails": _list_of("Email"),
        "PhoneNumbers": _list_of("PhoneNumber"),
        "ProfilePreferences": _list_of("Preference"),
        "Consents": _list_of("Consent"),
        "CustomFields": _list_of("CustomField"),
        "Groups": _list_of("Group"),
        "ProfileTags": _list_of("Tag"),
    },
}


def profile_schemas() -> dict[str, Schema]:
    """``Profile`` and every object within it, by name."""
    objects: dict[str, Schema] = {name: {"type": "object", "properties": members} for name, members in _MEMBERS.items()}
    objects["Profile"]["required"] = ["ProfileId"]
    return objects
