"""A profile: the entity of the graph, which other subgraphs may refer to by either of its keys."""

from collections.abc import Iterable
from typing import Any, cast

import strawberry
from graphql import GraphQLResolveInfo

from app import model
from app.auth.principal import Scope
from app.context import Context
from app.schema.collection import collection
from app.schema.consents import Consent, Edited, Preference
from app.schema.contacts import Address, AlternateId, Email, Phone
from app.schema.enums import ProcessingStatus
from app.schema.personal import PiiKind, personal
from app.source.protocol import Edge


@strawberry.federation.type(shareable=True, description="The parts of a person's name.")
class Name:
    """The upstream's `CustomerName`."""

    prefix: str | None = personal(PiiKind.NAME, "What stands before the name, for example `Dr.`.")
    first: str | None = personal(PiiKind.NAME, "First (given) name.")
    middle: str | None = personal(PiiKind.NAME, "Middle name or initial.")
    last: str | None = personal(PiiKind.NAME, "Last (family) name.")
    suffix: str | None = personal(PiiKind.NAME, "What stands after the name, for example `Jr.`.")


@strawberry.type(description="A field of the organisation's own: text, a number, a date, or a choice from a list.")
class CustomField:
    """The upstream's `CustomFields` item."""

    name: str | None = strawberry.field(description="The field's name.")
    value: str | None = strawberry.field(description="The value as text; null when it is a list.")
    values: list[str] | None = strawberry.field(description="Every value as text: one, or those chosen from a list.")


@strawberry.type(description="A group that the profile belongs to, for example a household.")
class Group:
    """The upstream's `Groups` item."""

    type: str | None = strawberry.field(description="What kind of group, for example `Household`.")
    name: str | None = strawberry.field(description="The group's name.")
    is_primary: bool | None = strawberry.field(description="Whether this profile is the group's primary one.")


@strawberry.federation.type(shareable=True, description="A label on the profile.")
class Tag:
    """The upstream's `ProfileTags` item."""

    name: str | None = strawberry.field(description="The label.")


@strawberry.federation.type(
    keys=["accountId profileId", "profileId"],
    description=(
        "A person as one account knows them. A collection is null where the caller may not see it, and empty where there is nothing in it."
    ),
)
class Profile:
    """The upstream's `Profile`, shown from a `model.Profile`."""

    account_id: strawberry.ID = strawberry.field(description="The organisation's account that the profile belongs to.")
    profile_id: strawberry.ID = strawberry.field(description="The service's id of the profile: a 64-bit integer, written as text.")
    is_active: bool | None = strawberry.field(description="Whether the profile is active.")
    edited: Edited | None = strawberry.field(description="When and by whom the profile was written.")
    registration_confirmed: bool | None = strawberry.field(description="Whether the organisation has verified the registration.")
    customer_type: str | None = strawberry.field(description="The organisation's classification, for example a buying stage.")
    preserve_consents: bool | None = strawberry.field(description="Whether consents survive when a contact element is deactivated.")
    preserve_preferences: bool | None = strawberry.field(description="Whether preferences survive when a contact element is deactivated.")
    name: Name | None = strawberry.field(description="The person's name.")
    default_locale: str | None = strawberry.field(description="The language to use by default, for example `en_US`.")
    status: ProcessingStatus | None = strawberry.field(description="Whether the last write has been worked through.")
    deactivation_reason: str | None = strawberry.field(description="Why the profile was deactivated.")
    alternate_ids: list[AlternateId] | None = collection(Edge.ALTERNATE_IDS_BY_PROFILE, Scope.CONTACTS, "Ids in other systems.")
    addresses: list[Address] | None = collection(Edge.ADDRESSES_BY_PROFILE, Scope.CONTACTS, "Postal addresses.")
    emails: list[Email] | None = collection(Edge.EMAILS_BY_PROFILE, Scope.CONTACTS, "E-mail addresses.")
    phones: list[Phone] | None = collection(Edge.PHONES_BY_PROFILE, Scope.CONTACTS, "Phone numbers.")
    preferences: list[Preference] | None = collection(
        Edge.PREFERENCES_BY_PROFILE, Scope.PREFERENCES, "Preferences of the profile as a whole; those of one contact element stand there."
    )
    consents: list[Consent] | None = collection(
        Edge.CONSENTS_BY_PROFILE, Scope.CONSENTS, "Consents of the profile as a whole; those of one contact element stand there."
    )
    custom_fields: list[CustomField] | None = collection(
        Edge.CUSTOM_FIELDS_BY_PROFILE, Scope.CUSTOM_FIELDS, "The organisation's own fields."
    )
    groups: list[Group] | None = collection(Edge.GROUPS_BY_PROFILE, Scope.GROUPS, "Groups that the profile belongs to.")
    tags: list[Tag] | None = collection(Edge.TAGS_BY_PROFILE, Scope.TAGS, "Labels on the profile.")

    @classmethod
    def is_type_of(cls, obj: Any, _info: GraphQLResolveInfo[Context]) -> bool:  # noqa: ANN401 - graphql-core asks for any value
        """Let the entity union recognise a model value."""
        return isinstance(obj, model.Profile)


def shown(profiles: Iterable[model.Profile]) -> list[Profile]:
    """Let model values stand where the graph declares profiles: fields read the value's attributes, and nothing is built."""
    return cast("list[Profile]", profiles)
