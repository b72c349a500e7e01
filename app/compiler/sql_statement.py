"""From a selection to one SQL statement whose text the database writes as JSON: a row for each profile, its id and its JSON.

Only the selected tables and columns are named. Each list is a range of a primary key: account, profile and, where several lists of a
profile share a table, the positions of this one. What is selected of a table is written once, in front, whoever has such lists: that
keeps statements short (SQLite's are remembered up to 16 KB), and databases put it back where it is used.
"""

from collections.abc import Iterator
from itertools import count

from app.compiler.plan import TYPENAME, Branch, Leaf, Part, Selection
from app.compiler.sql_dialects import DIALECTS, Form, Value, written
from app.model import View

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
SHARED = frozenset({"preferences", "consents"})
"""Tables that hold several collections of a profile, each with the positions from ``…_from`` on."""
WORDS = frozenset({"created_at", "modified_at", "collected_at", "expires_at", "status", "match_type", "profile_id"})
"""Dates, names of members and numbers: nothing in them needs escaping."""
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
RESERVED = frozenset({"values"})
"""Columns whose names are words of SQL."""


class SqlWriter:
    """Writes the JSON expression of one selection, for one view."""

    def __init__(self, dialect: str, view: View) -> None:
        """Write in a dialect of ``DIALECTS``."""
        self._dialect = DIALECTS[dialect]
        self._view = view
        self._rows = count(1)
        self._names: dict[tuple[str, Selection], str] = {}
        self._tables: list[str] = []

    def profiles(self, selection: Selection) -> str:
        """Return the beginning of a statement, whose rows ``p`` are profiles: id, and JSON in bytes. ``:account`` is the account's name."""
        json = self._dialect.in_bytes(self._object(selection, "p"))
        tables = f"WITH {', '.join(self._tables)} " if self._tables else ""
        return f"{tables}SELECT p.profile_id, {json} FROM profiles AS p"  # noqa: S608 - names are ours

    def _object(self, selection: Selection, row: str) -> str:
        leaves = [part for part in selection.parts if isinstance(part, Leaf)]
        if len(leaves) == len(selection.parts):
            return self._dialect.flat([(part.key, value_of(selection.type, part, row)) for part in leaves])
        return written([(part.key, self._json(selection.type, part, row)) for part in selection.parts])

    def _json(self, kind: str, part: Part, row: str) -> str:
        return self._below(part, row) if isinstance(part, Branch) else self._dialect.leaf(value_of(kind, part, row))

    def _below(self, branch: Branch, row: str) -> str:
        if not branch.many:
            nothing = " AND ".join(f"{row}.{column} IS NULL" for column in COLUMNS[branch.selection.type])
            return f"CASE WHEN {nothing} THEN 'null' ELSE {self._object(branch.selection, row)} END"
        if branch.attribute == "attributes":
            return self._pairs(branch.selection, f"{row}.attributes")
        size, inner = f"{row}.{branch.attribute}_count", f"t{next(self._rows)}"
        rows = f"{self._table(branch)} AS {inner} WHERE {' AND '.join(_range(branch.attribute, row, inner))}"
        read = self._dialect.listed(f"{inner}.json", rows, f"{inner}.position")
        return f"CASE WHEN {size} IS NULL THEN 'null' WHEN {size} = 0 THEN '[]' ELSE {read} END"

    def _pairs(self, selection: Selection, column: str) -> str:
        """Return the list of a preference's attributes: pairs, which are JSON in its row."""
        row = f"t{next(self._rows)}"
        values = {name: Value(Form.TEXT, f"({row}.value ->> {place})") for name, place in (("key", 0), ("value", 1))}
        values[TYPENAME] = Value(Form.WORD, f"'{selection.type}'")
        item = self._dialect.flat([(part.key, values[part.attribute]) for part in selection.parts])
        read = self._dialect.listed(item, self._dialect.pairs.format(column=column, row=row), f"{row}.key")
        return f"CASE WHEN {column} IS NULL THEN 'null' ELSE {read} END"

    def _table(self, branch: Branch) -> str:
        """Return the name of a table whose rows hold the JSON of a list's items."""
        kind = branch.attribute, branch.selection
        if kind not in self._names:
            json, shown = self._object(branch.selection, "r"), self._shown(branch.attribute)
            rows = f'SELECT account, profile_id, position, {json} AS json FROM "{branch.attribute}" AS r{shown}'  # noqa: S608 - names are ours
            self._names[kind] = f"{branch.attribute}_{len(self._names) + 1}"
            self._tables.append(f"{self._names[kind]} AS NOT MATERIALIZED ({rows})")
        return self._names[kind]

    def _shown(self, table: str) -> str:
        """Return the condition for rows that the view leaves."""
        if table == "consents" and not self._view.history:
            return " WHERE r.is_latest"
        if table == "preferences" and not self._view.implied:
            return " WHERE (r.match_type IS NULL OR r.match_type <> 'IMPLIED')"
        return ""


def value_of(kind: str, field: Leaf, row: str) -> Value:
    """Return the value of one field of a row. This is the one place where it is decided how a leaf is written."""
    attribute = field.attribute
    if attribute == TYPENAME:
        return Value(Form.WORD, f"'{kind}'")
    column = f"{row}.{column_of(kind, attribute)}"
    if attribute in FLAGS:
        return Value(Form.FLAG, column)
    if kind == "CustomField" and attribute == "values":
        return Value(Form.JSON, column)
    is_word = attribute in WORDS or (kind, attribute) == ("Preference", "type")
    expression = {"account_id": ":account", "profile_id": f"CAST({column} AS TEXT)"}.get(attribute, column)
    return Value(Form.WORD if is_word else Form.TEXT, expression)


def _range(table: str, parent: str, row: str) -> Iterator[str]:
    """Yield what tells which rows of a table belong to the parent."""
    yield f"{row}.account = {parent}.account AND {row}.profile_id = {parent}.profile_id"
    if table in SHARED:
        first = f"{parent}.{table}_from"
        yield f"{row}.position >= {first} AND {row}.position < {first} + {parent}.{table}_count"


def column_of(kind: str, attribute: str) -> str:
    """Return the column of an attribute, quoted where it must be."""
    own = attribute == "is_standardized" or kind not in PREFIXES
    column = attribute if own else PREFIXES[kind] + attribute
    return f'"{column}"' if column in RESERVED else column
