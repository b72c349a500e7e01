"""Consents and preferences: what a person agreed to, and what a person wants."""

import strawberry

from app.auth.principal import Scope
from app.schema.collection import collection
from app.schema.enums import ConsentStatus, MatchType, PreferenceStatus, PreferenceType
from app.schema.estimates import FEW
from app.schema.scalars import DateTime
from app.source.protocol import Edge


@strawberry.federation.type(shareable=True, description="When, and by whom, something was created and last modified.")
class Edited:
    """The upstream's `Edited` stamps."""

    created_at: DateTime | None = strawberry.field(description="When it was created.")
    created_by: str | None = strawberry.field(description="Who created it, as the service names its users.")
    modified_at: DateTime | None = strawberry.field(description="When it was last modified.")
    modified_by: str | None = strawberry.field(description="Who last modified it, as the service names its users.")


@strawberry.type(description="One record of a consent. With history, there are several of one type; the latest is its current state.")
class Consent:
    """The upstream's `Consent`."""

    type: str | None = strawberry.field(description="What the consent is about, for example `TermsAndConditions`.")
    version: str | None = strawberry.field(description="The version of the text that the person saw.")
    locale: str | None = strawberry.field(description="The language of that text, for example `en_US`.")
    status: ConsentStatus | None = strawberry.field(description="What the person said.")
    collected_at: DateTime | None = strawberry.field(description="When the person said it.")
    expires_at: DateTime | None = strawberry.field(description="When it runs out; null when it never does.")
    is_expired: bool | None = strawberry.field(description="Whether it has run out, as the service sees it.")
    edited: Edited | None = strawberry.field(description="When and by whom the record was written.")


@strawberry.type(description="A key and a value that were recorded with a preference.")
class PreferenceAttribute:
    """The upstream's `PreferenceAttributes` item."""

    key: str | None = strawberry.field(description="The attribute's name.")
    value: str | None = strawberry.field(description="The attribute's value, as text.")


@strawberry.type(description="A person's opt-in or opt-out on one filter: a program on a channel.")
class Preference:
    """The upstream's `Preference`."""

    filter_id: str | None = strawberry.field(description="The filter that the preference is about.")
    program_id: str | None = strawberry.field(description="The program that the filter belongs to.")
    channel_id: str | None = strawberry.field(description="The channel: Phone, Fax, Text, Email, Mail or Solicit.")
    type: PreferenceType | None = strawberry.field(description="Opted in or out.")
    status: PreferenceStatus | None = strawberry.field(description="Whether it still counts.")
    match_type: MatchType | None = strawberry.field(description="Said by the person, or inherited from the parent filter.")
    frequency_id: str | None = strawberry.field(description="How often the person wants to be contacted.")
    attributes: list[PreferenceAttribute] | None = strawberry.field(
        description="What else was recorded with the preference.", directives=[FEW]
    )
    collected_at: DateTime | None = strawberry.field(description="When it was collected from the person.")
    expires_at: DateTime | None = strawberry.field(description="When it runs out; null when it never does.")
    modified_at: DateTime | None = strawberry.field(description="When it was last modified.")
    user_id: str | None = strawberry.field(description="The service's user who recorded it.")
    source_id: str | None = strawberry.field(description="Where it was recorded: a form, a call centre, an import.")
    reason_code: str | None = strawberry.field(description="Why it was recorded, as the organisation codes it.")
    consents: list[Consent] | None = collection(Edge.CONSENTS_BY_PREFERENCE, Scope.CONSENTS, "Consents tied to the preference's filter.")
