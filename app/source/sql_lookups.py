"""The statements behind ``find``: one per kind of lookup, however many lookups there are.

A statement is written once for each shape of a batch. What is asked for comes as parameters, numbered by lookup: ``account_0``,
``sought_0``, ``type_0``, ``account_1``, …
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from msgspec import Struct

from app.source.protocol import PROFILES_AT_MOST, AlternateIdLookup, EmailLookup, PhoneLookup
from app.source.rows import folded
from app.source.sql_lists import LISTS
from app.source.sql_values import columns_of

ByElement: TypeAlias = PhoneLookup | EmailLookup | AlternateIdLookup
Question: TypeAlias = tuple[str, dict[str, Any]]
"""A statement and its parameters."""

_SHAPES_KEPT = 256
_SOUGHT = {PhoneLookup: ("phones", "digits"), EmailLookup: ("emails", "address_folded"), AlternateIdLookup: ("alternate_ids", "id_folded")}
"""By kind of lookup: the table that is searched, and the column that holds what is sought."""


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
    return _by_element(tuple(shape for shape, _, _ in asked)), parameters


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


@lru_cache(_SHAPES_KEPT)
def _by_element(shapes: tuple[Shape, ...]) -> str:
    return _all(f"SELECT * FROM ({_profiles(index, shape)}) AS found_{index}" for index, shape in enumerate(shapes))  # noqa: S608 - names are ours, values are parameters


def _profiles(index: int, shape: Shape) -> str:
    """The profiles of one lookup. A profile is inactive when it says so."""
    table, sought = _SOUGHT[shape.kind]
    account = f"(SELECT id FROM accounts WHERE name = :account_{index})"  # noqa: S608 - as above
    of_type = f" AND type_folded = :type_{index}" if shape.typed else ""
    holders = f"SELECT profile_id FROM {table} WHERE account = {account} AND {sought} = :sought_{index}{of_type}"  # noqa: S608 - as above
    found = f"SELECT {index} AS lookup, p.profile_id, {columns_of('profiles', 'p')} FROM profiles AS p"  # noqa: S608 - as above
    active = "" if shape.inactive else " AND p.is_active IS NOT FALSE"
    return f"{found} WHERE p.account = {account} AND p.profile_id IN ({holders}){active} ORDER BY p.profile_id LIMIT {shape.most}"


def by_id(ids: Mapping[str, set[int]], dialect: str) -> Question:
    """Profiles of these ids in these accounts: the account's name, the profile's id, its values."""
    return _by_id(len(ids), dialect), in_accounts(ids, dialect)


@lru_cache(_SHAPES_KEPT)
def _by_id(number_of_accounts: int, dialect: str) -> str:
    found = f"SELECT a.name, t.profile_id, {columns_of('profiles', 't')}"
    return each_account(found, "profiles", [], number_of_accounts, dialect)


def each_account(select: str, table: str, conditions: Sequence[str], number_of_accounts: int, dialect: str) -> str:
    """Rows ``t`` of some profiles in each of several accounts ``a``, with the parameters of ``in_accounts``.

    A part for each account: an ``OR`` would make SQLite read whole accounts.
    """
    rows = f'{select} FROM "{table}" AS t JOIN accounts AS a ON a.id = t.account'
    one_of = LISTS[dialect].one_of
    return _all(
        " AND ".join([f"{rows} WHERE a.name = :account_{index}", f"t.profile_id {one_of(f'ids_{index}')}", *conditions])
        for index in range(number_of_accounts)
    )


def in_accounts(ids: Mapping[str, set[int]], dialect: str) -> dict[str, Any]:
    """The parameters of ``each_account``: which profiles in which accounts."""
    parameters: dict[str, Any] = {}
    for index, (name, of_account) in enumerate(ids.items()):
        parameters |= {f"account_{index}": name, f"ids_{index}": LISTS[dialect].value(sorted(of_account))}
    return parameters


def _all(selects: Iterable[str]) -> str:
    return " UNION ALL ".join(selects)


def known(names: set[str], dialect: str) -> Question:
    """Those of the accounts that the store knows."""
    lists = LISTS[dialect]
    return f"SELECT name FROM accounts WHERE name {lists.one_of('names')}", {"names": lists.value(sorted(names))}  # noqa: S608 - as above
