"""The whole statement of a root field over a store: which profiles, and of each what is selected, as JSON."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.compiler.plan import Selection
from app.compiler.sql_statement import SqlWriter
from app.model import View
from app.source.protocol import PROFILES_AT_MOST, AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup
from app.source.rows import folded
from app.source.sql_lists import LISTS

_SOUGHT = {PhoneLookup: ("phones", "digits"), EmailLookup: ("emails", "address_folded"), AlternateIdLookup: ("alternate_ids", "id_folded")}
_ACCOUNT = "(SELECT id FROM accounts WHERE name = :account)"


class Shape(NamedTuple):
    """What in a lookup makes another statement."""

    kind: type[Lookup]
    typed: bool
    inactive: bool
    view: View


def shape_of(lookup: Lookup) -> Shape:
    """Return the shape of a lookup."""
    match lookup:
        case PhoneLookup(phone_type=of_type) | EmailLookup(email_type=of_type):
            return Shape(type(lookup), of_type is not None, lookup.include_inactive, lookup.view)
        case AlternateIdLookup():
            return Shape(AlternateIdLookup, typed=True, inactive=False, view=lookup.view)
        case ProfileLookup():
            return Shape(ProfileLookup, typed=False, inactive=True, view=lookup.view)


def parameters_of(lookups: Sequence[Lookup]) -> dict[str, Any]:
    """Return the parameters of one lookup, or of several by id in one account."""
    lookup = lookups[0]
    shared = {"account": lookup.account_id}
    match lookup:
        case PhoneLookup(_, digits, of_type):
            return {**shared, "sought": digits, "type": folded(of_type)}
        case EmailLookup(_, address, of_type):
            return {**shared, "sought": folded(address), "type": folded(of_type)}
        case AlternateIdLookup(_, other_id, system):
            return {**shared, "sought": folded(other_id), "type": folded(system)}
    return {**shared, "ids": sorted({one.profile_id for one in lookups if isinstance(one, ProfileLookup)})}


def sql_of(selection: Selection, shape: Shape, dialect: str) -> str:
    """Return the text of the statement: a row for each profile, its id and its JSON in bytes; those of a list by id in ascending order."""
    found = f"{SqlWriter(dialect, shape.view).profiles(selection)} WHERE p.account = {_ACCOUNT}"
    if shape.kind is ProfileLookup:
        return f"{found} AND p.profile_id {LISTS[dialect].one_of('ids')}"
    table, column = _SOUGHT[shape.kind]
    of_type = " AND type_folded = :type" if shape.typed else ""
    holders = f"SELECT profile_id FROM {table} WHERE account = {_ACCOUNT} AND {column} = :sought{of_type}"  # noqa: S608 - as above
    active = "" if shape.inactive else " AND p.is_active IS NOT FALSE"
    most = 1 if shape.kind is AlternateIdLookup else PROFILES_AT_MOST + 1
    return f"{found} AND p.profile_id IN ({holders}){active} ORDER BY p.profile_id LIMIT {most}"


@lru_cache(1000)
def statement_of(selection: Selection, shape: Shape, dialect: str) -> str:
    """Remember the text of the statement."""
    return sql_of(selection, shape, dialect)


def question_of(selection: Selection, lookups: Sequence[Lookup], dialect: str) -> tuple[str, dict[str, Any]]:
    """Return the statement that answers one lookup, or several by id in one account, with its parameters."""
    parameters = parameters_of(lookups)
    if "ids" in parameters:
        parameters["ids"] = LISTS[dialect].value(parameters["ids"])
    return statement_of(selection, shape_of(lookups[0]), dialect), parameters
