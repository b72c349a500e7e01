"""From the arguments of a root field to its lookups: what ``app.schema.query`` does in its resolvers."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from graphql.execution.values import VariableValues, get_argument_values

from app.compiler.plan import Root
from app.context import Context
from app.errors import BadUserInput
from app.model import View
from app.schema.arguments import filled, given, phone_digits, profile_number
from app.schema.entities import profile_lookup
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup

Arguments: TypeAlias = Mapping[str, Any]
Sought: TypeAlias = Lookup | BadUserInput
"""What to look up, or what is wrong with the argument that would say so."""

ENTITIES = "_entities"


def lookups_of(root: Root, variables: VariableValues, context: Context) -> list[Sought]:
    """Return the lookups of a root field: one, or one for each representation of ``_entities``; an error where an argument is wrong.

    Raises:
        GraphQLError: an argument has no value of its type.
    """
    assert root.declared is not None, "only __typename is not declared"
    arguments = get_argument_values(root.declared, root.nodes[0], variables)
    view = _view(root, arguments)
    if root.name == ENTITIES:
        return [_sought(profile_lookup, representation, context, view) for representation in arguments["representations"]]
    return [_sought(BY_FIELD[root.name], arguments, context, view)]


def _sought(make: Callable[[Any, Context, View], Lookup], arguments: object, context: Context, view: View) -> Sought:
    try:
        return make(arguments, context, view)
    except BadUserInput as error:
        return error


def view_of(root: Root, variables: VariableValues) -> View:
    """Return the view that a root field is asked for.

    Raises:
        GraphQLError: an argument has no value of its type.
    """
    assert root.declared is not None, "only __typename is not declared"
    return _view(root, get_argument_values(root.declared, root.nodes[0], variables))


def _view(root: Root, arguments: Arguments) -> View:
    """Narrow what the arguments ask for to what the selection shows, as ``app.schema.selection`` does; ``_entities`` asks for all."""
    implied, history = arguments.get("includeImplied", True), arguments.get("includeConsentHistory", True)
    if not (implied or history):
        return View(implied=False, history=False)
    return View(
        implied=implied and root.shows_preferences,
        history=history and root.shows_consents,
        current=root.shows_preferences or root.shows_consents,
    )


def _by_phone(arguments: Arguments, context: Context, view: View) -> Lookup:
    digits, account = phone_digits(arguments["phoneNumber"]), context.account(arguments.get("accountId"))
    return PhoneLookup(account, digits, given(arguments.get("phoneType")), arguments["includeInactive"], view)


def _by_email(arguments: Arguments, context: Context, view: View) -> Lookup:
    address, account = filled(arguments["emailAddress"], "emailAddress"), context.account(arguments.get("accountId"))
    return EmailLookup(account, address, given(arguments.get("emailType")), arguments["includeInactive"], view)


def _by_alternate_id(arguments: Arguments, context: Context, view: View) -> Lookup:
    other_id, system = filled(arguments["alternateId"], "alternateId"), filled(arguments["alternateIdType"], "alternateIdType")
    return AlternateIdLookup(context.account(arguments.get("accountId")), other_id, system, view)


def _by_id(arguments: Arguments, context: Context, view: View) -> Lookup:
    return ProfileLookup(context.account(arguments.get("accountId")), profile_number(arguments["profileId"]), view)


BY_FIELD: Mapping[str, Callable[[Arguments, Context, View], Lookup]] = {
    "profilesByPhone": _by_phone,
    "profilesByEmail": _by_email,
    "profileByAlternateId": _by_alternate_id,
    "profile": _by_id,
}
