"""The statement behind ``collections``: one for all parents of an edge, and how its rows are told apart again."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from app.model import Handle, View
from app.source.database import StoreRow
from app.source.protocol import Collection, Edge
from app.source.sql_lookups import Question, each_account, in_accounts
from app.source.sql_values import MAKES, OWNERS, columns_of

Parent: TypeAlias = tuple[str, int, int]
"""Account name, profile id, and the parent's position in its own table; -1 for the profile itself."""

_OF_THE_PROFILE = -1
_FIELDS_FROM = 5
_IN_EVERY_VIEW = {"consents": "t.is_latest", "preferences": "(t.match_type IS NULL OR t.match_type <> 'IMPLIED')"}
"""By table, which rows every view shows, where that is not all of them."""


def rows_of_edge(edge: Edge, parents: Sequence[Handle], dialect: str) -> Question:
    """The rows that any of the parents shows: account, profile, owner, position, whether every view shows it, values; by position."""
    ids = profiles_by_account((parent.account_id, parent.profile_id) for parent in parents)
    everything = any(_shows_all(edge.attribute, parent.view) for parent in parents)
    return _statement(edge, everything, len(ids), dialect), in_accounts(ids, dialect)


@cache
def _statement(edge: Edge, everything: bool, number_of_accounts: int, dialect: str) -> str:  # noqa: FBT001 - a cache's key
    table = edge.attribute
    owner, conditions = _ownership(edge)
    in_every_view = _IN_EVERY_VIEW.get(table, "TRUE")
    if not everything:
        conditions.append(in_every_view)
    select = f"SELECT a.name, t.profile_id, {owner} AS owner, t.position, {in_every_view} AS in_every_view, {columns_of(table, 't')}"
    return f"{each_account(select, table, conditions, number_of_accounts, dialect)} ORDER BY profile_id, position"


def _ownership(edge: Edge) -> tuple[str, list[str]]:
    """What names the owner of a row, and which rows have an owner of the edge's kind."""
    if edge.parent == "profile":
        return str(_OF_THE_PROFILE), [f"t.{owner} IS NULL" for owner in OWNERS.get(edge.attribute, ())]
    return f"t.{edge.parent}", [f"t.{edge.parent} IS NOT NULL"]


def _shows_all(table: str, view: View) -> bool:
    return view.history if table == "consents" else view.implied if table == "preferences" else True


def collections_of(edge: Edge, parents: Sequence[Handle], rows: Iterable[StoreRow]) -> Mapping[Handle, Collection]:
    """Make the values of an edge's rows, for each parent what its view shows."""
    table, make = edge.attribute, MAKES[edge.attribute]
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
