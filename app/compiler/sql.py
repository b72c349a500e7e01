"""Over the SQL store: each root field is one statement, and its rows are JSON that goes into the answer as it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from app.compiler.answers import NULL, Pieces, listed
from app.compiler.plan import Root
from app.compiler.sql_lookup import question_of
from app.errors import GatewayError
from app.seen import Seen
from app.source.protocol import Found, Lookup, ProfileLookup, Store

Rows: TypeAlias = tuple[Sequence[Any], ...] | GatewayError

_IDS_AT_ONCE = 10_000


class SqlAnswers:
    """The store's answers to the lookups of one request: rows of a profile's id and its JSON."""

    in_levels = True

    def __init__(self, rows: Mapping[str, Mapping[Lookup, Rows]]) -> None:
        """Hold the rows of each root field, by its key, for each of its lookups."""
        self._rows = rows

    def value(self, root: Root, lookup: Lookup, seen: Seen, *, many: bool) -> Pieces:
        """Return the JSON of a root field's profiles, or of the first one, and note whose they are.

        Raises:
            GatewayError: the lookup's own error.
        """
        rows = self._rows[root.key][lookup]
        if isinstance(rows, GatewayError):
            raise rows
        if many:
            seen.add(lookup, [row[0] for row in rows])
            return listed([row[1]] for row in rows)
        if not rows:
            return [NULL]
        profile_id, json = rows[0]
        seen.add(lookup, (profile_id,))
        return [json]

    def found(self) -> Mapping[Lookup, Found]:
        """Return what the plain way can use: the errors, for it needs more than the JSON that was selected."""
        return {lookup: rows for of_root in self._rows.values() for lookup, rows in of_root.items() if isinstance(rows, GatewayError)}


async def read_store(source: Store, lookups: Mapping[str, Sequence[Lookup]], roots: Mapping[str, Root]) -> SqlAnswers:
    """Run a statement for each root field, for ``_entities`` one for each account."""
    rows: dict[str, dict[Lookup, Rows]] = {key: {} for key in lookups}
    for key, of_root in lookups.items():
        ask = partial(_question, roots[key], source.dialect)
        for together in batches(of_root):
            rows[key] |= await source.rows(together, ask)
    return SqlAnswers(rows)


def _question(root: Root, dialect: str, lookups: Sequence[Lookup]) -> tuple[str, Mapping[str, Any]]:
    assert root.selection is not None, "there is something to read"
    return question_of(root.selection, lookups, dialect)


def batches(lookups: Sequence[Lookup]) -> list[list[Lookup]]:
    """Put lookups, of which no two are equal, by id in one account together; any other stands alone."""
    if len(lookups) == 1:
        return [[*lookups]]
    together: defaultdict[object, list[Lookup]] = defaultdict(list)
    for lookup in lookups:
        together[lookup.account_id if isinstance(lookup, ProfileLookup) else lookup].append(lookup)
    return [some[start : start + _IDS_AT_ONCE] for some in together.values() for start in range(0, len(some), _IDS_AT_ONCE)]
