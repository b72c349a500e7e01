"""The SQL store as a source: a statement per kind of lookup, a statement per edge.

Every statement sees whole profiles, for an import replaces them in transactions. Two statements may see two states: a profile that is
replaced between ``find`` and ``collections`` shows its new collections under its old attributes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from msgspec.structs import astuple

from app.errors import AccountNotFound, GatewayError, StoreUnavailable, TooManyProfiles
from app.model import Handle, Profile
from app.source.database import Database, Statement, StoreRow
from app.source.protocol import (
    PROFILES_AT_MOST,
    AlternateIdLookup,
    Caller,
    Collection,
    Edge,
    EmailLookup,
    Found,
    Lookup,
    PhoneLookup,
    ProfileLookup,
    Store,
)
from app.source.sql_edges import collections_of, profiles_by_account, rows_of_edge
from app.source.sql_lookups import ByElement, by_element, by_id, known
from app.source.sql_values import profile
from app.source.sql_version import check_store
from app.telemetry import Kind, Tracer

T = TypeVar("T")

_LOOKUPS_AT_ONCE = 100  # SQLite takes 500 parts of a UNION
_PARENTS_AT_ONCE = 10_000  # their rows are all there before the first is looked at
_SMALLEST_ID, _LARGEST_ID = -(2**63), 2**63 - 1


class SqlSource(Store):
    """Profiles from SQLite or PostgreSQL. All callers see the same: a store has no permissions of its own."""

    def __init__(self, database: Database, tracer: Tracer | None = None) -> None:
        """Read from this database, and close it in the end; with a tracer each statement is a span."""
        self._database = database
        self._tracer = tracer

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:  # noqa: ARG002 - the protocol's
        """Answer each lookup with its profiles, by id in ascending order, or with the error that it met."""
        found: dict[Lookup, list[Profile]] = {lookup: [] for lookup in lookups}
        asked = _storable(list(found))
        try:
            for kind in (PhoneLookup, EmailLookup, AlternateIdLookup):
                await self._find_by_element([lookup for lookup in asked if isinstance(lookup, kind)], found)
            await self._find_by_id([lookup for lookup in asked if isinstance(lookup, ProfileLookup)], found)
            unknown = await self._unknown_accounts(found)
        except StoreUnavailable as error:
            return _unanswered(lookups, error)
        return {lookup: _answer(lookup, profiles, unknown) for lookup, profiles in found.items()}

    async def _find_by_element(self, lookups: Sequence[ByElement], found: Mapping[Lookup, list[Profile]]) -> None:
        for some in _parts(lookups, _LOOKUPS_AT_ONCE):
            for index, profile_id, *fields in await self._fetch(type(some[0]).__name__, *by_element(some)):
                found[some[index]].append(_profile(some[index], profile_id, fields))

    async def _find_by_id(self, lookups: Sequence[ProfileLookup], found: Mapping[Lookup, list[Profile]]) -> None:
        for some in _parts(lookups, _PARENTS_AT_ONCE):
            ids = profiles_by_account((lookup.account_id, lookup.profile_id) for lookup in some)
            rows = {
                (name, profile_id): fields
                for name, profile_id, *fields in await self._fetch(ProfileLookup.__name__, *by_id(ids, self.dialect))
            }
            for lookup in some:
                fields = rows.get((lookup.account_id, lookup.profile_id))
                if fields is not None:
                    found[lookup].append(_profile(lookup, lookup.profile_id, fields))

    async def _unknown_accounts(self, found: Mapping[Lookup, Sequence[object]]) -> set[str]:
        """The accounts of list reads that found nothing, as far as the store does not know them."""
        asked = {lookup.account_id for lookup, profiles in found.items() if not profiles and isinstance(lookup, PhoneLookup | EmailLookup)}
        sought = {account_id for account_id in asked if _is_storable_text(account_id)}
        if not sought:
            return asked
        return asked - {name for (name,) in await self._fetch("accounts", *known(sought, self.dialect))}

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:  # noqa: ARG002 - the protocol's
        """Read one edge for many parents."""
        found: dict[Handle, Collection] = {}
        for some in _parts(parents, _PARENTS_AT_ONCE):
            found.update(collections_of(edge, some, await self._fetch(edge.name, *rows_of_edge(edge, some, self.dialect))))
        return found

    @property
    def dialect(self) -> str:
        """Whose SQL the store speaks: ``sqlite`` or ``postgresql``."""
        return self._database.dialect

    async def rows(
        self, lookups: Sequence[Lookup], ask: Callable[[Sequence[Lookup]], tuple[str, Mapping[str, Any]]]
    ) -> Mapping[Lookup, tuple[StoreRow, ...] | GatewayError]:
        """Answer lookups of one kind with the rows of a statement."""
        asked = _storable(lookups)
        try:
            rows = await self._fetch(type(lookups[0]).__name__, *ask(asked)) if asked else ()
            if isinstance(lookups[0], ProfileLookup):
                return _rows_by_id(lookups, rows)
            found = dict.fromkeys(lookups, rows)
            unknown = set() if rows else await self._unknown_accounts(found)
        except StoreUnavailable as error:
            return _unanswered(lookups, error)
        return {lookup: _answer(lookup, of_lookup, unknown) for lookup, of_lookup in found.items()}

    async def _fetch(self, what: str, statement: Statement, parameters: Mapping[str, Any]) -> Sequence[StoreRow]:
        if self._tracer is None:
            return await self._database.fetch(statement, parameters)
        with self._tracer.span(f"store: {what}", Kind.CALL, {"db.system.name": self.dialect}) as span:
            rows = await self._database.fetch(statement, parameters)
            span.note({"db.response.returned_rows": len(rows)})
        return rows

    async def ready(self) -> None:
        """Return when the store answers and its tables are those that this program knows."""
        await check_store(self._database)

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()


def _rows_by_id(lookups: Sequence[Lookup], rows: Sequence[StoreRow]) -> dict[Lookup, tuple[StoreRow, ...] | GatewayError]:
    """Give each lookup by id the row of its profile: a missing one is nobody, and no error."""
    found = {row[0]: (row,) for row in rows}
    return {lookup: found.get(lookup.profile_id, ()) for lookup in lookups if isinstance(lookup, ProfileLookup)}


def _answer(lookup: Lookup, profiles: Sequence[T], unknown: set[str]) -> tuple[T, ...] | GatewayError:
    if len(profiles) > PROFILES_AT_MOST:
        return TooManyProfiles()
    if lookup.account_id in unknown and isinstance(lookup, PhoneLookup | EmailLookup):
        return AccountNotFound()
    return tuple(profiles)


def _unanswered(lookups: Sequence[Lookup], error: StoreUnavailable) -> dict[Lookup, tuple[Any, ...] | GatewayError]:
    """Give the failure to all who ask the store for something, so that nobody's answer depends on who asks at the same time."""
    return {lookup: error if _is_asked_for(lookup) else _answer(lookup, (), {lookup.account_id}) for lookup in lookups}


def _is_asked_for(lookup: Lookup) -> bool:
    """Whether the store is asked because of a lookup: for what it finds, or whether it knows the account."""
    return _is_storable_text(lookup.account_id) if isinstance(lookup, PhoneLookup | EmailLookup) else bool(_storable([lookup]))


def _profile(lookup: Lookup, profile_id: int, fields: Sequence[object]) -> Profile:
    return profile(fields, Handle(lookup.account_id, profile_id, -1, lookup.view))


def _storable(lookups: Sequence[Lookup]) -> list[Lookup]:
    """Return those that a store could hold; a database refuses to be asked for anything else. Accounts are looked at once."""
    accounts = {account_id for account_id in {lookup.account_id for lookup in lookups} if _is_storable_text(account_id)}
    return [
        lookup
        for lookup in lookups
        if lookup.account_id in accounts
        and (_SMALLEST_ID <= lookup.profile_id <= _LARGEST_ID if isinstance(lookup, ProfileLookup) else _has_storable_texts(lookup))
    ]


def _has_storable_texts(lookup: Lookup) -> bool:
    return all(_is_storable_text(value) for value in astuple(lookup) if isinstance(value, str))


def _is_storable_text(text: str) -> bool:
    return "\0" not in text and (text.isascii() or _has_whole_characters(text))


def _has_whole_characters(text: str) -> bool:
    try:
        return bool(text.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        return False


def _parts(keys: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))
