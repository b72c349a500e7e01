"""From a selection to one SQL statement whose text the database writes as JSON: a row for each profile, its id and its JSON.

The JSON is put together as text (``'{"type":' || … || '}'``): both databases can do that, nothing is parsed again on the way up, and only
the selected tables and columns are named. Lists are ranges of a primary key; SQLite reads them in its order, so nothing is sorted.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from app.compiler.plan import TYPENAME, Branch, Part, Selection
from app.model import View

_CHAINED = 20
"""Texts that are put together in one go: SQLite's expressions may be a thousand deep, and a chain is as deep as it is long."""


class Dialect(NamedTuple):
    """What the databases call differently; ``{}`` stands for what it is made of."""

    quoted: str
    listed: str
    pairs: str


DIALECTS = {
    "sqlite": Dialect(
        quoted="json_quote({})",
        listed="group_concat({item}, ',')",
        pairs="json_each({column}) AS {row}",
    ),
    "postgresql": Dialect(
        quoted="coalesce(to_json({}::text)::text, 'null')",
        listed="string_agg({item}, ',' ORDER BY {order})",
        pairs="json_array_elements({column}::json) WITH ORDINALITY AS {row}(value, key)",
    ),
}

PREFIXES = {"Edited": "", "Name": "name_", "StandardizedAddress": "standard_"}
"""By the type of an object that its parent's row holds: how its columns begin."""
COLUMNS = {
    "Edited": ("created_at", "created_by", "modified_at", "modified_by"),
    "Name": ("name_prefix", "name_first", "name_middle", "name_last", "name_suffix"),
    "StandardizedAddress": (
        "standard_line1",
        "standard_line2",
        "standard_city",
        "standard_state_province",
        "standard_postal_code",
        "is_standardized",
    ),
}
"""All columns of such an object: it is null when they are."""
OWNERS = {"preferences": ("address", "email", "phone"), "consents": ("address", "email", "phone", "preference")}
"""The columns by which a row names what it belongs to; without any it belongs to the profile."""
FLAGS = frozenset(
    {
        "is_active",
        "is_default",
        "is_mobile",
        "is_primary",
        "is_expired",
        "is_standardized",
        "registration_confirmed",
        "preserve_consents",
        "preserve_preferences",
    }
)


class SqlWriter:
    """Writes the JSON expression of one selection, for one view."""

    def __init__(self, dialect: str, view: View) -> None:
        """Write in a dialect of ``DIALECTS``."""
        self._dialect = DIALECTS[dialect]
        self._view = view
        self._rows = count(1)
        self._owner: dict[str, str] = {}

    def profile(self, selection: Selection) -> str:
        """Return the JSON of a row ``p`` of profiles; the parameter ``account_json`` is the account's name, quoted."""
        return self._object(selection, "p")

    def _object(self, selection: Selection, row: str) -> str:
        texts: list[str] = []
        for place, part in enumerate(selection.parts):
            texts += [f"""'{"," if place else "{"}"{part.key}":'""", self._value(selection.type, part, row)]
        return chained([*texts, "'}'"])

    def _value(self, kind: str, part: Part, row: str) -> str:
        """Return the JSON of one field. This is the one place where it is decided how a leaf is written."""
        if isinstance(part, Branch):
            return self._below(part, row)
        if part.attribute == TYPENAME:
            return f"""'"{kind}"'"""
        if part.attribute == "account_id":
            return ":account_json"
        column = f"{row}.{column_of(kind, part.attribute)}"
        if part.attribute == "profile_id":
            return f"""'"' || CAST({column} AS TEXT) || '"'"""
        if kind == "CustomField" and part.attribute == "values":
            return f"coalesce({column}, 'null')"  # JSON in its row
        if part.attribute in FLAGS:
            return f"CASE WHEN {column} THEN 'true' WHEN NOT {column} THEN 'false' ELSE 'null' END"
        return self._dialect.quoted.format(column)

    def _below(self, branch: Branch, row: str) -> str:
        selection = branch.selection
        if not branch.many:
            nothing = " AND ".join(f"{row}.{column} IS NULL" for column in COLUMNS[selection.type])
            return f"CASE WHEN {nothing} THEN 'null' ELSE {self._object(selection, row)} END"
        if branch.attribute == "attributes":
            return self._pairs(selection, f"{row}.attributes")
        size, inner = f"{row}.{branch.attribute}_count", f"t{next(self._rows)}"
        self._owner[inner] = selection.type.lower()
        item = self._object(selection, inner)
        rows = f'"{branch.attribute}" AS {inner} WHERE {" AND ".join(self._range(branch.attribute, row, inner))}'
        read = self._list(item, rows, f"{inner}.position")
        return f"CASE WHEN {size} IS NULL THEN 'null' WHEN {size} = 0 THEN '[]' ELSE {read} END"

    def _list(self, item: str, rows: str, order: str) -> str:
        return f"(SELECT '[' || coalesce({self._dialect.listed.format(item=item, order=order)}, '') || ']' FROM {rows})"

    def _pairs(self, selection: Selection, column: str) -> str:
        """Return the list of a preference's attributes: pairs, which are JSON in its row."""
        row = f"t{next(self._rows)}"
        places = {"key": 0, "value": 1}
        texts: list[str] = []
        for place, part in enumerate(selection.parts):
            plain = part.attribute == TYPENAME
            value = f"""'"{selection.type}"'""" if plain else self._dialect.quoted.format(f"({row}.value ->> {places[part.attribute]})")
            texts += [f"""'{"," if place else "{"}"{part.key}":'""", value]
        read = self._list(chained([*texts, "'}'"]), self._dialect.pairs.format(column=column, row=row), f"{row}.key")
        return f"CASE WHEN {column} IS NULL THEN 'null' ELSE {read} END"

    def _range(self, table: str, parent: str, row: str) -> Iterator[str]:
        """Yield what tells which rows of a table belong to the parent, and are shown."""
        yield f"{row}.account = {parent}.account AND {row}.profile_id = {parent}.profile_id"
        owner = self._owner.get(parent)
        if owner:
            yield f"{row}.{owner} = {parent}.position"
        else:
            yield from (f"{row}.{column} IS NULL" for column in OWNERS.get(table, ()))
        if table == "consents" and not self._view.history:
            yield f"{row}.is_latest"
        if table == "preferences" and not self._view.implied:
            yield f"({row}.match_type IS NULL OR {row}.match_type <> 'IMPLIED')"


def column_of(kind: str, attribute: str) -> str:
    """Return the column of an attribute, quoted: some are words of SQL."""
    own = attribute == "is_standardized" or kind not in PREFIXES
    return f'"{attribute if own else PREFIXES[kind] + attribute}"'


def chained(texts: Sequence[str]) -> str:
    """Put texts together in groups of groups."""
    if len(texts) <= _CHAINED:
        return f"({' || '.join(texts)})"
    return chained([chained(texts[start : start + _CHAINED]) for start in range(0, len(texts), _CHAINED)])
