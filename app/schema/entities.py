"""Entities for a federated router. Each representation gets its own result or its own error, and none takes its neighbour along."""

from collections.abc import Awaitable, Mapping
from typing import Annotated, Literal, TypeAlias, cast

import strawberry
from msgspec import Struct, ValidationError, convert, field
from strawberry.federation.schema import FederationAny

from app.context import Context
from app.errors import BadUserInput, Forbidden
from app.model import Profile as ProfileValue
from app.model import View
from app.schema.arguments import profile_number
from app.schema.federation import for_routers
from app.schema.info import Info
from app.schema.profile import Profile
from app.source.protocol import ProfileLookup

Entity: TypeAlias = Annotated[Profile, strawberry.union("_Entity", description="Every type that other subgraphs may refer to.")]


@strawberry.type(name="_Service", description="The subgraph, as a federated router sees it.")
class SubgraphService:
    """See the description."""

    sdl: str = strawberry.field(description="The schema in the schema definition language, with its federation directives.")


def subgraph_service(info: Info) -> SubgraphService:
    """Give the subgraph's own schema (Apollo Federation subgraph specification, `Query._service`)."""
    require_router(info.context)
    return SubgraphService(sdl=for_routers(info.schema.as_str()))


def referenced_entities(
    info: Info,
    representations: Annotated[
        list[FederationAny], strawberry.argument(description="Objects with `__typename` and the fields of one of the type's keys.")
    ],
) -> list[Entity | None]:
    """Resolve references (Apollo Federation subgraph specification, `Query._entities`).

    Each position holds something to await, or the error to show in its place: graphql-core takes both for values.
    """
    require_router(info.context)
    view = info.needed_view(implied=True, history=True)
    return cast("list[Entity | None]", [entity(representation, info.context, view) for representation in representations])


def require_router(context: Context) -> None:
    """Let nobody but the federated router in, where one is configured.

    Raises:
        Forbidden: the request did not come with the router's secret.
    """
    if not context.from_router:
        raise Forbidden("Only the federated router may ask for this. It needs the secret of PROFILES_ROUTER_SECRET.")


def entity(representation: object, context: Context, view: View) -> Awaitable[ProfileValue | None] | BadUserInput:
    """Start to read one entity; further keys (fields that a router's ``@requires`` adds) are passed over."""
    try:
        lookup = profile_lookup(representation, context, view)
    except BadUserInput as error:
        return error
    return referenced(lookup, context)


async def referenced(lookup: ProfileLookup, context: Context) -> ProfileValue | None:
    """Return the profile, or None when it is gone."""
    return next(iter(await context.profiles(lookup)), None)


def profile_lookup(representation: object, context: Context, view: View) -> ProfileLookup:
    """Read a representation by either key of ``Profile``.

    Raises:
        BadUserInput: it is no object, of another type, or without a usable key.
    """
    if not isinstance(representation, Mapping):
        raise BadUserInput("A representation must be an object.", argument="representations")
    if representation.get("__typename") != "Profile":
        raise BadUserInput("A representation must have the __typename Profile.", argument="representations")
    return ProfileLookup(account_key(representation, context), profile_key(representation), view)


class Reference(Struct, rename="camel", gc=False):
    """A representation of ``Profile`` as routers usually write it."""

    typename: Literal["Profile"] = field(name="__typename")
    profile_id: str
    account_id: str | None = None


def usual_lookups(representations: object, context: Context, view: View) -> list[ProfileLookup] | None:
    """Read representations that are all written as usual, in a quarter of the time; None where ``profile_lookup`` must read each."""
    try:
        references = convert(representations, list[Reference])
        accounts = {given: context.account(given) for given in {reference.account_id for reference in references}}
        return [ProfileLookup(accounts[one.account_id], profile_number(one.profile_id), view) for one in references]
    except (ValidationError, UnicodeEncodeError, BadUserInput):
        return None


def account_key(representation: Mapping[str, object], context: Context) -> str:
    """Read ``accountId``, or take the request's account where the key has none."""
    account_id = representation.get("accountId")
    if account_id is not None and not isinstance(account_id, str | int):
        raise BadUserInput("accountId of a representation must be an ID.", argument="representations")
    return context.account(None if account_id is None else str(account_id))


def profile_key(representation: Mapping[str, object]) -> int:
    """Read ``profileId``; an ID may arrive as text or as an integer."""
    profile_id = representation.get("profileId")
    if isinstance(profile_id, bool) or not isinstance(profile_id, str | int):
        raise BadUserInput("A representation of Profile needs profileId.", argument="representations")
    return profile_number(str(profile_id))
