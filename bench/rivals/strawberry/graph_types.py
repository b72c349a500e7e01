"""The graph's types: dataclasses made of the upstream's JSON. Leaves are read at once, collections when they are asked for."""

from datetime import UTC
from enum import Enum
from typing import Self

from wire import STATUSES, TYPES, Json, active, choice, date, digits, text, texts

import strawberry

ConsentStatus = strawberry.enum(Enum("ConsentStatus", [*STATUSES, "UNKNOWN"]))
PreferenceType = strawberry.enum(Enum("PreferenceType", [*TYPES, "UNKNOWN"]))
PreferenceStatus = strawberry.enum(Enum("PreferenceStatus", ["ACTIVE", "EXPIRED", "UNKNOWN"]))
MatchType = strawberry.enum(Enum("MatchType", ["EXPRESSED", "IMPLIED", "UNKNOWN"]))
ProcessingStatus = strawberry.enum(Enum("ProcessingStatus", ["COMPLETE", "PENDING_UPDATE", "UNKNOWN"]))


def member(kind: type[Enum], name: str | None) -> Enum | None:
    return kind[name] if name else None


@strawberry.type
class Edited:
    created_at: str | None
    created_by: str | None
    modified_at: str | None
    modified_by: str | None

    @classmethod
    def of(cls, json: Json | None) -> Self | None:
        if json is None:
            return None
        return cls(
            created_at=date(json.get("CreatedDate")),
            created_by=json.get("CreatedBy"),
            modified_at=date(json.get("ModifiedDate")),
            modified_by=json.get("ModifiedBy"),
        )


@strawberry.type
class Consent:
    type: str | None
    version: str | None
    locale: str | None
    status: ConsentStatus | None
    collected_at: str | None
    expires_at: str | None
    is_expired: bool | None
    edited: Edited | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            type=json.get("ConsentType"),
            version=json.get("ConsentVersion"),
            locale=json.get("Locale"),
            status=member(ConsentStatus, choice(json.get("ConsentStatus"), STATUSES)),
            collected_at=date(json.get("ConsentDate"), UTC),
            expires_at=date(json.get("ExpirationDate")),
            is_expired=json.get("Expired"),
            edited=Edited.of(json.get("Edited")),
        )


@strawberry.type
class PreferenceAttribute:
    key: str | None
    value: str | None


@strawberry.type
class Preference:
    json: strawberry.Private[Json]
    filter_id: str | None
    program_id: str | None
    channel_id: str | None
    type: PreferenceType | None
    status: PreferenceStatus | None
    match_type: MatchType | None
    frequency_id: str | None
    collected_at: str | None
    expires_at: str | None
    modified_at: str | None
    user_id: str | None
    source_id: str | None
    reason_code: str | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            json=json,
            filter_id=text(json.get("FilterId")),
            program_id=text(json.get("ProgramId")),
            channel_id=text(json.get("ChannelId")),
            type=member(PreferenceType, choice(json.get("PreferenceType"), TYPES)),
            status=member(PreferenceStatus, choice(json.get("PreferenceStatus"))),
            match_type=member(MatchType, choice(json.get("MatchType"))),
            frequency_id=text(json.get("FrequencyId")),
            collected_at=date(json.get("CustomerDate")),
            expires_at=date(json.get("ExpirationDate")),
            modified_at=date(json.get("LastModifiedDate")),
            user_id=text(json.get("UserId")),
            source_id=text(json.get("SourceId")),
            reason_code=text(json.get("ReasonCode")),
        )

    @strawberry.field
    def attributes(self) -> list[PreferenceAttribute] | None:
        return [PreferenceAttribute(key=item.get("Key"), value=item.get("Value")) for item in self.json.get("PreferenceAttributes") or ()]

    @strawberry.field
    def consents(self) -> list[Consent] | None:
        return [Consent.of(item) for item in self.json.get("Consents") or ()]


@strawberry.type
class StandardizedAddress:
    line1: str | None
    line2: str | None
    city: str | None
    state_province: str | None
    postal_code: str | None
    is_standardized: bool | None


@strawberry.type
class Address:
    json: strawberry.Private[Json]
    type: str | None
    is_default: bool | None
    is_active: bool | None
    line1: str | None
    line2: str | None
    city: str | None
    state_province: str | None
    postal_code: str | None
    country: str | None
    country_code_numeric: str | None
    country_code_alpha2: str | None
    country_code_alpha3: str | None
    edited: Edited | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            json=json,
            type=json.get("AddressType"),
            is_default=json.get("IsDefault"),
            is_active=json.get("IsActive"),
            line1=json.get("Address1"),
            line2=json.get("Address2"),
            city=json.get("City"),
            state_province=json.get("StateProvince"),
            postal_code=json.get("PostalCode"),
            country=json.get("Country"),
            country_code_numeric=text(json.get("CountryCode_Numeric")),
            country_code_alpha2=json.get("CountryCode_Alpha2"),
            country_code_alpha3=json.get("CountryCode_Alpha3"),
            edited=Edited.of(json.get("Edited")),
        )

    @strawberry.field
    def standardized(self) -> StandardizedAddress | None:
        return StandardizedAddress(
            line1=self.json.get("CassAddress1"),
            line2=self.json.get("CassAddress2"),
            city=self.json.get("CassCity"),
            state_province=self.json.get("CassStateProvince"),
            postal_code=self.json.get("CassPostalCode"),
            is_standardized={"Y": True, "N": False}.get(self.json.get("CassStatus")),
        )

    @strawberry.field
    def preferences(self) -> list[Preference] | None:
        return [Preference.of(item) for item in self.json.get("AddressPreferences") or ()]

    @strawberry.field
    def consents(self) -> list[Consent] | None:
        return [Consent.of(item) for item in self.json.get("Consents") or ()]


@strawberry.type
class Email:
    json: strawberry.Private[Json]
    type: str | None
    address: str | None
    is_default: bool | None
    is_active: bool | None
    edited: Edited | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            json=json,
            type=json.get("EmailAddressType"),
            address=json.get("EmailAddress"),
            is_default=json.get("IsDefault"),
            is_active=json.get("IsActive"),
            edited=Edited.of(json.get("Edited")),
        )

    @strawberry.field
    def preferences(self) -> list[Preference] | None:
        return [Preference.of(item) for item in self.json.get("EmailPreferences") or ()]

    @strawberry.field
    def consents(self) -> list[Consent] | None:
        return [Consent.of(item) for item in self.json.get("Consents") or ()]


@strawberry.type
class Phone:
    json: strawberry.Private[Json]
    type: str | None
    number: str | None
    digits: str | None
    is_mobile: bool | None
    is_default: bool | None
    is_active: bool | None
    edited: Edited | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            json=json,
            type=json.get("PhoneType"),
            number=json.get("PhoneNumber"),
            digits=digits(json.get("PhoneNumber")),
            is_mobile=json.get("IsMobile"),
            is_default=json.get("IsDefault"),
            is_active=json.get("IsActive"),
            edited=Edited.of(json.get("Edited")),
        )

    @strawberry.field
    def preferences(self) -> list[Preference] | None:
        return [Preference.of(item) for item in self.json.get("PhoneNumberPreferences") or ()]

    @strawberry.field
    def consents(self) -> list[Consent] | None:
        return [Consent.of(item) for item in self.json.get("Consents") or ()]


@strawberry.type
class AlternateId:
    type: str | None
    id: str | None
    is_active: bool | None
    edited: Edited | None

    @classmethod
    def of(cls, json: Json) -> Self:
        return cls(
            type=json.get("AlternateIdType"),
            id=json.get("AlternateId"),
            is_active=json.get("IsActive"),
            edited=Edited.of(json.get("Edited")),
        )


@strawberry.type
class CustomField:
    name: str | None
    value: str | None
    values: list[str] | None

    @classmethod
    def of(cls, json: Json) -> Self:
        value = json.get("Value")
        return cls(name=json.get("Name"), value=None if isinstance(value, list) else text(value), values=texts(value))


@strawberry.type
class Group:
    type: str | None
    name: str | None
    is_primary: bool | None


@strawberry.type
class Tag:
    name: str | None


@strawberry.type
class Name:
    prefix: str | None
    first: str | None
    middle: str | None
    last: str | None
    suffix: str | None

    @classmethod
    def of(cls, json: Json | None) -> Self | None:
        if json is None:
            return None
        return cls(
            prefix=json.get("Prefix"),
            first=json.get("FirstName"),
            middle=json.get("MiddleName"),
            last=json.get("LastName"),
            suffix=json.get("Suffix"),
        )


@strawberry.type
class Profile:
    json: strawberry.Private[Json]
    account_id: strawberry.ID
    profile_id: strawberry.ID
    is_active: bool | None
    edited: Edited | None
    registration_confirmed: bool | None
    customer_type: str | None
    preserve_consents: bool | None
    preserve_preferences: bool | None
    name: Name | None
    default_locale: str | None
    status: ProcessingStatus | None
    deactivation_reason: str | None

    @classmethod
    def of(cls, json: Json, account_id: str) -> Self:
        return cls(
            json=json,
            account_id=strawberry.ID(account_id),
            profile_id=strawberry.ID(str(json["ProfileId"])),
            is_active=json.get("IsActive"),
            edited=Edited.of(json.get("Edited")),
            registration_confirmed=json.get("RegistrationConfirmed"),
            customer_type=json.get("CustomerType"),
            preserve_consents=json.get("PreserveConsents"),
            preserve_preferences=json.get("PreservePreferences"),
            name=Name.of(json.get("CustomerName")),
            default_locale=json.get("DefaultLocale"),
            status=member(ProcessingStatus, choice(json.get("Status"))),
            deactivation_reason=json.get("ReasonCode"),
        )

    @strawberry.field
    def alternate_ids(self) -> list[AlternateId] | None:
        return [AlternateId.of(item) for item in active(self.json.get("AlternateIds"))]

    @strawberry.field
    def addresses(self) -> list[Address] | None:
        return [Address.of(item) for item in active(self.json.get("Addresses"))]

    @strawberry.field
    def emails(self) -> list[Email] | None:
        return [Email.of(item) for item in active(self.json.get("Emails"))]

    @strawberry.field
    def phones(self) -> list[Phone] | None:
        return [Phone.of(item) for item in active(self.json.get("PhoneNumbers"))]

    @strawberry.field
    def preferences(self) -> list[Preference] | None:
        return [Preference.of(item) for item in self.json.get("ProfilePreferences") or ()]

    @strawberry.field
    def consents(self) -> list[Consent] | None:
        return [Consent.of(item) for item in self.json.get("Consents") or ()]

    @strawberry.field
    def custom_fields(self) -> list[CustomField] | None:
        return [CustomField.of(item) for item in self.json.get("CustomFields") or ()]

    @strawberry.field
    def groups(self) -> list[Group] | None:
        items = self.json.get("Groups") or ()
        return [Group(type=item.get("GroupType"), name=item.get("GroupName"), is_primary=item.get("IsPrimary")) for item in items]

    @strawberry.field
    def tags(self) -> list[Tag] | None:
        return [Tag(name=item.get("Name")) for item in self.json.get("ProfileTags") or ()]
