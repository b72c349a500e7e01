"""The statement behind ``collections``: one for all parents of an edge, and how its rows are told apart again."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Table, literal, select, true

from app.model import Handle, MatchType, View
from app.source.database import StoreRow
from app.source.protocol import Collection, Edge
from app.source.sql_lookups import Question, Statement, each_account, in_accounts
from app.source.sql_values import MAKES, value_columns
from app.source.tables import OWNERS, accounts, consents, metadata, preferences

Parent: TypeAlias = tuple[str, int, int]
"""Account name, profile id, and the parent's position in its own table; -1 for the profile itself."""

_OF_THE_PROFILE = -1
_FIELDS_FROM = 5


def rows_of_edge(edge: Edge, parents: Sequence[Handle]) -> Question:
    """The rows that any of the parents shows: account, profile, owner, position, whether every view shows it, values; by position."""
    ids = profiles_by_account((parent.account_id, parent.profile_id) for parent in parents)
    table = metadata.tables[edge.attribute]
    everything = any(_shows_all(table, parent.view) for parent in parents)
    return _statement(edge, everything, len(ids)), in_accounts(ids)


@cache
def _statement(edge: Edge, everything: bool, number_of_accounts: int) -> Statement:  # noqa: FBT001 - a cache's key
    table = metadata.tables[edge.attribute]
    owner, owned = _ownership(edge, table)
    in_every_view = _in_every_view(table)
    head = (accounts.c.name, table.c.profile_id, owner, table.c.position, in_every_view.label("in_every_view"))
    rows = select(*head, *value_columns(table)).join_from(table, accounts, accounts.c.id == table.c.account)
    rows = rows.where(*owned, true() if everything else in_every_view)
    return each_account(rows, table.c.profile_id, number_of_accounts).order_by("profile_id", "position")


def _ownership(edge: Edge, table: Table) -> tuple[ColumnElement[Any], list[ColumnElement[bool]]]:
    """What names the owner of a row, and which rows have an owner of the edge's kind."""
    if edge.parent == "profile":
        return literal(_OF_THE_PROFILE).label("owner"), [table.c[name].is_(None) for name in table.info[OWNERS]]
    owner = table.c[edge.parent]
    return owner.label("owner"), [owner.is_not(None)]


def _in_every_view(table: Table) -> ColumnElement[bool]:
    if table is consents:
        return consents.c.is_latest
    if table is preferences:
        return preferences.c.match_type.is_distinct_from(MatchType.IMPLIED.name)
    return true()


def _shows_all(table: Table, view: View) -> bool:
    return view.history if table is consents else view.implied if table is preferences else True


def collections_of(edge: Edge, parents: Sequence[Handle], rows: Iterable[StoreRow]) -> Mapping[Handle, Collection]:
    """Make the values of an edge's rows, for each parent what its view shows."""
    table, make = metadata.tables[edge.attribute], MAKES[edge.attribute]
    rows_by_parent: dict[Parent, list[StoreRow]] = {}
    for row in rows:
        rows_by_parent.setdefault((row[0], row[1], row[2]), []).append(row)
    found: dict[Handle, Collection] = {}
    for parent in parents:
        shows_all = _shows_all(table, parent.view)
        of_parent = rows_by_parent.get((parent.account_id, parent.profile_id, parent.position), ())
        found[parent] = tuple([make(row[_FIELDS_FROM:], parent, row[3]) for row in of_parent if shows_all or row[4]])
    return found


def profiles_by_account(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    """The distinct profiles, by the name of their account."""
    ids: dict[str, set[int]] = {}
    for account_id, profile_id in pairs:
        ids.setdefault(account_id, set()).add(profile_id)
    return ids
