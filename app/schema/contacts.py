"""Contact elements: the ways to reach a person. Each may carry preferences and consents of its own."""

import strawberry

from app.auth.principal import Scope
from app.schema.collection import collection
from app.schema.consents import Consent, Edited, Preference
from app.schema.personal import PiiKind, personal
from app.source.protocol import Edge

PREFERENCES = "Preferences that hold for this contact element only."
CONSENTS = "Consents that hold for this contact element only."


@strawberry.federation.type(shareable=True, description="An address as the postal service writes it.")
class StandardizedAddress:
    """The upstream's `Cass*` attributes."""

    line1: str | None = personal(PiiKind.ADDRESS, "First line.")
    line2: str | None = personal(PiiKind.ADDRESS, "Second line.")
    city: str | None = strawberry.field(description="City.")
    state_province: str | None = strawberry.field(description="State or province.")
    postal_code: str | None = personal(PiiKind.ADDRESS, "Postal code.")
    is_standardized: bool | None = strawberry.field(description="Whether standardising succeeded.")


@strawberry.type(description="A postal address.")
class Address:
    """The upstream's `Addresses` item."""

    type: str | None = strawberry.field(description="What it is used for, for example `Home`.")
    is_default: bool | None = strawberry.field(description="Whether it is the one to use first.")
    is_active: bool | None = strawberry.field(description="Whether it is in use; inactive ones are not returned.")
    line1: str | None = personal(PiiKind.ADDRESS, "First line.")
    line2: str | None = personal(PiiKind.ADDRESS, "Second line.")
    city: str | None = strawberry.field(description="City.")
    state_province: str | None = strawberry.field(description="State or province.")
    postal_code: str | None = personal(PiiKind.ADDRESS, "Postal code.")
    country: str | None = strawberry.field(description="Country, as it was entered.")
    country_code_numeric: str | None = strawberry.field(description="ISO 3166-1 numeric code.")
    country_code_alpha2: str | None = strawberry.field(description="ISO 3166-1 code of two letters.")
    country_code_alpha3: str | None = strawberry.field(description="ISO 3166-1 code of three letters.")
    standardized: StandardizedAddress | None = strawberry.field(description="As the postal service writes it; null without that.")
    edited: Edited | None = strawberry.field(description="When and by whom the address was written.")
    preferences: list[Preference] | None = collection(Edge.PREFERENCES_BY_ADDRESS, Scope.PREFERENCES, PREFERENCES)
    consents: list[Consent] | None = collection(Edge.CONSENTS_BY_ADDRESS, Scope.CONSENTS, CONSENTS)


@strawberry.type(description="An e-mail address.")
class Email:
    """The upstream's `Emails` item."""

    type: str | None = strawberry.field(description="What it is used for, for example `Personal`.")
    address: str | None = personal(PiiKind.EMAIL, "The e-mail address.")
    is_default: bool | None = strawberry.field(description="Whether it is the one to use first.")
    is_active: bool | None = strawberry.field(description="Whether it is in use; inactive ones are not returned.")
    edited: Edited | None = strawberry.field(description="When and by whom the e-mail address was written.")
    preferences: list[Preference] | None = collection(Edge.PREFERENCES_BY_EMAIL, Scope.PREFERENCES, PREFERENCES)
    consents: list[Consent] | None = collection(Edge.CONSENTS_BY_EMAIL, Scope.CONSENTS, CONSENTS)


@strawberry.type(description="A phone number.")
class Phone:
    """The upstream's `PhoneNumbers` item."""

    type: str | None = strawberry.field(description="What it is used for, for example `Mobile`.")
    number: str | None = personal(PiiKind.PHONE, "The number, as it was entered.")
    digits: str | None = personal(PiiKind.PHONE, "The digits of the number, by which it is looked up.")
    is_mobile: bool | None = strawberry.field(description="Whether it is a mobile number.")
    is_default: bool | None = strawberry.field(description="Whether it is the one to use first.")
    is_active: bool | None = strawberry.field(description="Whether it is in use; inactive ones are not returned.")
    edited: Edited | None = strawberry.field(description="When and by whom the number was written.")
    preferences: list[Preference] | None = collection(Edge.PREFERENCES_BY_PHONE, Scope.PREFERENCES, PREFERENCES)
    consents: list[Consent] | None = collection(Edge.CONSENTS_BY_PHONE, Scope.CONSENTS, CONSENTS)


@strawberry.type(description="The profile's id in another system, for example a CRM.")
class AlternateId:
    """The upstream's `AlternateIds` item."""

    type: str | None = strawberry.field(description="Which system, for example `Salesforce`.")
    id: str | None = strawberry.field(description="The id there.")
    is_active: bool | None = strawberry.field(description="Whether it is in use; inactive ones are not returned.")
    edited: Edited | None = strawberry.field(description="When and by whom the id was written.")
