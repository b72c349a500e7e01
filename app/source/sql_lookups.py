"""The statements behind ``find``: one per kind of lookup, however many lookups there are.

A statement is built once for each shape of a batch, for that takes three times as long as to run it. What is asked for comes as
parameters, numbered by lookup: ``account_0``, ``sought_0``, ``type_0``, ``account_1``, …
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, CompoundSelect, Select, Table, bindparam, false, literal, select, true, union_all

from app.source.protocol import PROFILES_AT_MOST, AlternateIdLookup, EmailLookup, PhoneLookup
from app.source.rows import folded
from app.source.sql_values import value_columns
from app.source.tables import accounts, alternate_ids, emails, phones, profiles

ByElement: TypeAlias = PhoneLookup | EmailLookup | AlternateIdLookup
Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Question: TypeAlias = tuple[Statement, dict[str, Any]]
"""A statement and its parameters."""

_SHAPES_KEPT = 256


class Shape(Struct, frozen=True):
    """What in a lookup makes another statement, not only other parameters.

    Attributes:
        kind: which elements are searched.
        typed: only elements of a type.
        inactive: inactive profiles too.
        most: how many profiles to read: never more than tell that there are too many.
    """

    kind: type[ByElement]
    typed: bool
    inactive: bool
    most: int


def by_element(lookups: Sequence[ByElement]) -> Question:
    """Profiles that hold what a lookup asks for: the lookup's index, the profile's id, its values; in the order of ids."""
    asked = [_asked(lookup) for lookup in lookups]
    parameters: dict[str, Any] = {}
    for index, (lookup, (_, sought, of_type)) in enumerate(zip(lookups, asked, strict=True)):
        parameters |= {f"account_{index}": lookup.account_id, f"sought_{index}": sought}
        if of_type is not None:
            parameters[f"type_{index}"] = folded(of_type)
    return _statement(tuple(shape for shape, _, _ in asked)), parameters


def _asked(lookup: ByElement) -> tuple[Shape, str | None, str | None]:
    """The shape of a lookup, what it seeks, and of which type."""
    many = PROFILES_AT_MOST + 1
    match lookup:
        case PhoneLookup(_, digits, phone_type, inactive, _):
            return Shape(PhoneLookup, phone_type is not None, inactive, many), digits, phone_type
        case EmailLookup(_, address, email_type, inactive, _):
            return Shape(EmailLookup, email_type is not None, inactive, many), folded(address), email_type
        case AlternateIdLookup(_, alternate_id, alternate_id_type, _):
            return Shape(AlternateIdLookup, typed=True, inactive=False, most=1), folded(alternate_id), alternate_id_type


_SOUGHT: dict[type[ByElement], tuple[Table, Column[str]]] = {
    PhoneLookup: (phones, phones.c.digits),
    EmailLookup: (emails, emails.c.address_folded),
    AlternateIdLookup: (alternate_ids, alternate_ids.c.id_folded),
}


@lru_cache(_SHAPES_KEPT)
def _statement(shapes: tuple[Shape, ...]) -> Statement:
    return one_of([select(_profiles(index, shape).subquery()) for index, shape in enumerate(shapes)])


def _profiles(index: int, shape: Shape) -> Select[*tuple[Any, ...]]:
    account = select(accounts.c.id).where(accounts.c.name == bindparam(f"account_{index}")).scalar_subquery()
    table, sought = _SOUGHT[shape.kind]
    of_type = table.c.type_folded == bindparam(f"type_{index}") if shape.typed else true()
    holders = select(table.c.profile_id).where(table.c.account == account, sought == bindparam(f"sought_{index}"), of_type)
    found = select(literal(index).label("lookup"), profiles.c.profile_id, *value_columns(profiles))
    found = found.where(profiles.c.account == account, profiles.c.profile_id.in_(holders), true() if shape.inactive else _active())
    return found.order_by(profiles.c.profile_id).limit(shape.most)


def _active() -> ColumnElement[bool]:
    """A profile is inactive when it says so."""
    return profiles.c.is_active.is_distinct_from(false())


def by_id(ids: Mapping[str, set[int]]) -> Question:
    """Profiles of these ids in these accounts: the account's name, the profile's id, its values."""
    return _by_id(len(ids)), in_accounts(ids)


@lru_cache(_SHAPES_KEPT)
def _by_id(number_of_accounts: int) -> Statement:
    found = select(accounts.c.name, profiles.c.profile_id, *value_columns(profiles)).join_from(profiles, accounts)
    return each_account(found, profiles.c.profile_id, number_of_accounts)


def each_account(rows: Select[*tuple[Any, ...]], profile_id: Column[Any], number_of_accounts: int) -> Statement:
    """Rows of some profiles in each of several accounts, with the parameters of ``in_accounts``."""
    accounts_rows = [
        rows.where(accounts.c.name == bindparam(f"account_{index}"), profile_id.in_(bindparam(f"ids_{index}", expanding=True)))
        for index in range(number_of_accounts)
    ]
    return one_of(accounts_rows)


def in_accounts(ids: Mapping[str, set[int]]) -> dict[str, Any]:
    """The parameters of ``each_account``: which profiles in which accounts."""
    parameters: dict[str, Any] = {}
    for index, (name, of_account) in enumerate(ids.items()):
        parameters |= {f"account_{index}": name, f"ids_{index}": sorted(of_account)}
    return parameters


def one_of(selects: Sequence[Select[*tuple[Any, ...]]]) -> Statement:
    """One statement for all of them: an ``OR`` would make SQLite read whole accounts."""
    return selects[0] if len(selects) == 1 else union_all(*selects)


def known(names: set[str]) -> Question:
    """Those of the accounts that the store knows."""
    return _known, {"names": sorted(names)}


_known = select(accounts.c.name).where(accounts.c.name.in_(bindparam("names", expanding=True)))
