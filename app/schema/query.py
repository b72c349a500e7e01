"""Where an operation enters the graph: each root field turns its arguments into a lookup and asks the loader for it."""

from typing import Annotated

import strawberry

from app.auth.principal import Scope
from app.schema.entities import Entity, SubgraphService, referenced_entities, subgraph_service
from app.schema.estimates import LOOKUP, READ
from app.schema.info import Info
from app.schema.lookups import Where, alternate_id_lookup, email_lookup, id_lookup, phone_lookup
from app.schema.personal import Pii, PiiKind
from app.schema.profile import Profile, shown
from app.schema.scopes import requires

AccountId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The account to read from; by default that of the header `X-Account-Id`, else the configured one."),
]
IncludeImplied = Annotated[bool, strawberry.argument(description="Return implied preferences too, not only the expressed ones.")]
IncludeInactive = Annotated[bool, strawberry.argument(description="Return inactive profiles too.")]
IncludeConsentHistory = Annotated[
    bool, strawberry.argument(description="Return every consent record, not only the latest of each consent type.")
]


async def profiles_by_phone(
    info: Info,
    phone_number: Annotated[
        str,
        strawberry.argument(
            description="The digits of the number; spaces, dashes and `( ) + . /` are dropped.", directives=[Pii(kind=PiiKind.PHONE)]
        ),
    ],
    phone_type: Annotated[
        str | None, strawberry.argument(description="Only where the matching number has this type, ignoring case.")
    ] = strawberry.UNSET,
    account_id: AccountId = strawberry.UNSET,
    include_implied: IncludeImplied = True,
    include_inactive: IncludeInactive = False,
    include_consent_history: IncludeConsentHistory = True,
) -> list[Profile] | None:
    """Look profiles up by phone number."""
    view = info.needed_view(implied=include_implied, history=include_consent_history)
    lookup = phone_lookup(Where(info.context, account_id, view), phone_number, phone_type, include_inactive=include_inactive)
    return shown(await info.context.profiles(lookup))


async def profiles_by_email(
    info: Info,
    email_address: Annotated[str, strawberry.argument(description="The whole e-mail address.", directives=[Pii(kind=PiiKind.EMAIL)])],
    email_type: Annotated[
        str | None, strawberry.argument(description="Only where the matching address has this type, ignoring case.")
    ] = strawberry.UNSET,
    account_id: AccountId = strawberry.UNSET,
    include_implied: IncludeImplied = True,
    include_inactive: IncludeInactive = False,
    include_consent_history: IncludeConsentHistory = True,
) -> list[Profile] | None:
    """Look profiles up by e-mail address."""
    view = info.needed_view(implied=include_implied, history=include_consent_history)
    lookup = email_lookup(Where(info.context, account_id, view), email_address, email_type, include_inactive=include_inactive)
    return shown(await info.context.profiles(lookup))


async def profile_by_alternate_id(
    info: Info,
    alternate_id: Annotated[str, strawberry.argument(description="The id in the other system.")],
    alternate_id_type: Annotated[str, strawberry.argument(description="The other system, for example `Salesforce`.")],
    account_id: AccountId = strawberry.UNSET,
    include_implied: IncludeImplied = True,
    include_consent_history: IncludeConsentHistory = True,
) -> Profile | None:
    """Look a profile up by its id elsewhere."""
    view = info.needed_view(implied=include_implied, history=include_consent_history)
    lookup = alternate_id_lookup(Where(info.context, account_id, view), alternate_id, alternate_id_type)
    return next(iter(shown(await info.context.profiles(lookup))), None)


async def profile(
    info: Info,
    profile_id: Annotated[strawberry.ID, strawberry.argument(description="The service's id: a 64-bit integer.")],
    account_id: AccountId = strawberry.UNSET,
    include_implied: IncludeImplied = True,
    include_consent_history: IncludeConsentHistory = True,
) -> Profile | None:
    """Look a profile up by its id."""
    view = info.needed_view(implied=include_implied, history=include_consent_history)
    lookup = id_lookup(Where(info.context, account_id, view), profile_id)
    return next(iter(shown(await info.context.profiles(lookup))), None)


@strawberry.type(description="Where every operation starts.")
class Query:
    """The root fields. Each is nullable, so that one that fails never takes its siblings along."""

    profiles_by_phone: list[Profile] | None = strawberry.field(
        resolver=profiles_by_phone,
        directives=[*LOOKUP, requires(Scope.PROFILES)],
        description=(
            "Profiles with an active phone number of these digits, sorted by id. "
            "More than 50 matches are an error (`TOO_MANY_PROFILES`), never a cut list."
        ),
    )
    profiles_by_email: list[Profile] | None = strawberry.field(
        resolver=profiles_by_email,
        directives=[*LOOKUP, requires(Scope.PROFILES)],
        description=(
            "Profiles with this active e-mail address, ignoring case, sorted by id. "
            "More than 50 matches are an error (`TOO_MANY_PROFILES`), never a cut list."
        ),
    )
    profile_by_alternate_id: Profile | None = strawberry.field(
        resolver=profile_by_alternate_id,
        directives=[READ, requires(Scope.PROFILES)],
        description="The active profile with this id in another system, ignoring case in id and type; null when there is none.",
    )
    profile: Profile | None = strawberry.field(
        resolver=profile,
        directives=[READ, requires(Scope.PROFILES)],
        description="The profile with this id, active or not; null when there is none.",
    )
    service: SubgraphService = strawberry.field(
        resolver=subgraph_service, name="_service", description="What a federated router composes this subgraph from."
    )
    entities: list[Entity | None] = strawberry.field(
        resolver=referenced_entities,
        name="_entities",
        description="Entities for a federated router, one for each representation, in their order; null for one that does not exist.",
    )
