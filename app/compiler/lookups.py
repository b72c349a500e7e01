"""From the arguments of a root field to its lookups, by ``app.schema.lookups`` as the resolvers do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from graphql.execution.values import VariableValues

from app.compiler.inputs import arguments_of
from app.compiler.plan import Root
from app.context import Context
from app.errors import BadUserInput
from app.model import View
from app.schema.entities import profile_lookup, usual_lookups
from app.schema.lookups import Where, alternate_id_lookup, email_lookup, id_lookup, phone_lookup, view_shown
from app.source.protocol import Lookup

Arguments: TypeAlias = Mapping[str, Any]
Sought: TypeAlias = Lookup | BadUserInput
"""What to look up, or what is wrong with the argument that would say so."""

ENTITIES = "_entities"


def lookups_of(root: Root, variables: VariableValues, context: Context) -> list[Sought]:
    """Return the lookups of a root field: one, or one for each representation of ``_entities``; an error where an argument is wrong.

    Raises:
        GraphQLError: an argument has no value of its type.
    """
    arguments = arguments_of(root).values(variables)
    view = _view(root, arguments)
    if root.name == ENTITIES:
        return _referenced(arguments["representations"], context, view)
    where = Where(context, arguments.get("accountId"), view)
    return [_sought(BY_FIELD[root.name], arguments, where)]


def _referenced(representations: Sequence[object], context: Context, view: View) -> list[Sought]:
    usual = usual_lookups(representations, context, view)
    if usual is not None:
        return [*usual]
    return [_sought(profile_lookup, representation, context, view) for representation in representations]


def _sought(make: Callable[..., Lookup], *arguments: object) -> Sought:
    try:
        return make(*arguments)
    except BadUserInput as error:
        return error


def view_of(root: Root, variables: VariableValues) -> View:
    """Return the view that a root field is asked for.

    Raises:
        GraphQLError: an argument has no value of its type.
    """
    return _view(root, arguments_of(root).values(variables))


def _view(root: Root, arguments: Arguments) -> View:
    """Narrow what the arguments ask for to what the selection shows; ``_entities`` asks for all."""
    implied, history = arguments.get("includeImplied", True), arguments.get("includeConsentHistory", True)
    return view_shown(implied=implied, history=history, preferences=root.shows_preferences, consents=root.shows_consents)


def _by_phone(arguments: Arguments, where: Where) -> Lookup:
    return phone_lookup(where, arguments["phoneNumber"], arguments.get("phoneType"), include_inactive=arguments["includeInactive"])


def _by_email(arguments: Arguments, where: Where) -> Lookup:
    return email_lookup(where, arguments["emailAddress"], arguments.get("emailType"), include_inactive=arguments["includeInactive"])


def _by_alternate_id(arguments: Arguments, where: Where) -> Lookup:
    return alternate_id_lookup(where, arguments["alternateId"], arguments["alternateIdType"])


def _by_id(arguments: Arguments, where: Where) -> Lookup:
    return id_lookup(where, arguments["profileId"])


BY_FIELD: Mapping[str, Callable[[Arguments, Where], Lookup]] = {
    "profilesByPhone": _by_phone,
    "profilesByEmail": _by_email,
    "profileByAlternateId": _by_alternate_id,
    "profile": _by_id,
}
