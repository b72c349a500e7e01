"""The statements behind ``find``: one per kind of lookup, however many lookups there are."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, false, literal, select, true, union_all

from app.source.protocol import PROFILES_AT_MOST, AlternateIdLookup, EmailLookup, PhoneLookup
from app.source.rows import folded
from app.source.sql_values import value_columns
from app.source.tables import accounts, alternate_ids, emails, phones, profiles

ByElement: TypeAlias = PhoneLookup | EmailLookup | AlternateIdLookup
Statement: TypeAlias = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]


def by_element(lookups: Sequence[ByElement]) -> Statement:
    """Profiles that hold what a lookup asks for: the lookup's index, the profile's id, its values; in the order of ids.

    A lookup reads no more profiles than tell that there are too many.
    """
    return one_of([select(_one(index, lookup).subquery()) for index, lookup in enumerate(lookups)])


def _one(index: int, lookup: ByElement) -> Select[*tuple[Any, ...]]:
    account = select(accounts.c.id).where(accounts.c.name == lookup.account_id).scalar_subquery()
    table, *matches = _element(lookup)
    holders = select(table.c.profile_id).where(table.c.account == account, *matches)
    found = select(literal(index).label("lookup"), profiles.c.profile_id, *value_columns(profiles))
    found = found.where(profiles.c.account == account, profiles.c.profile_id.in_(holders), *_active(lookup))
    return found.order_by(profiles.c.profile_id).limit(_most(lookup))


def _element(lookup: ByElement) -> tuple[Table, *tuple[ColumnElement[bool], ...]]:
    """Which elements a lookup asks for: their table, and what tells them there."""
    match lookup:
        case PhoneLookup():
            return phones, phones.c.digits == lookup.digits, _of_type(phones, lookup.phone_type)
        case EmailLookup():
            return emails, emails.c.address_folded == folded(lookup.address), _of_type(emails, lookup.email_type)
        case AlternateIdLookup():
            matches = alternate_ids.c.id_folded == folded(lookup.alternate_id)
            return alternate_ids, matches, _of_type(alternate_ids, lookup.alternate_id_type)


def _of_type(table: Table, wanted: str | None) -> ColumnElement[bool]:
    return true() if wanted is None else table.c.type_folded == folded(wanted)


def _active(lookup: ByElement) -> list[ColumnElement[bool]]:
    if isinstance(lookup, AlternateIdLookup) or not lookup.include_inactive:
        return [profiles.c.is_active.is_distinct_from(false())]
    return []


def _most(lookup: ByElement) -> int:
    return 1 if isinstance(lookup, AlternateIdLookup) else PROFILES_AT_MOST + 1


def by_id(ids: Mapping[str, set[int]]) -> Statement:
    """Profiles of these ids in these accounts: the account's name, the profile's id, its values."""
    found = select(accounts.c.name, profiles.c.profile_id, *value_columns(profiles)).join_from(profiles, accounts)
    return one_of([found.where(accounts.c.name == name, profiles.c.profile_id.in_(sorted(of_account))) for name, of_account in ids.items()])


def one_of(selects: Sequence[Select[*tuple[Any, ...]]]) -> Statement:
    """One statement for all of them: an ``OR`` would make SQLite read whole accounts."""
    return selects[0] if len(selects) == 1 else union_all(*selects)


def known(names: set[str]) -> Statement:
    """Those of the accounts that the store knows."""
    return select(accounts.c.name).where(accounts.c.name.in_(sorted(names)))
