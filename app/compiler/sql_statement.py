"""From a selection to one SQL statement whose text the database writes as JSON: a row for each profile, its id and its JSON.

Only the selected tables and columns are named. Each list is a range of a primary key: account, profile and, where several lists of a
profile share a table, the positions of this one.
"""

from collections.abc import Iterator
from itertools import count

from app.compiler.plan import TYPENAME, Branch, Part, Selection
from app.compiler.sql_dialects import DIALECTS
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


class SqlWriter:
    """Writes the JSON expression of one selection, for one view."""

    def __init__(self, dialect: str, view: View) -> None:
        """Write in a dialect of ``DIALECTS``."""
        self._dialect = DIALECTS[dialect]
        self._view = view
        self._rows = count(1)

    def profile(self, selection: Selection) -> str:
        """Return the JSON of a row ``p`` of profiles, in bytes; the parameter ``account`` is the account's name."""
        return self._dialect.in_bytes(self._object(selection, "p"))

    def _object(self, selection: Selection, row: str) -> str:
        return self._dialect.written([(part.key, self._value(selection.type, part, row)) for part in selection.parts])

    def _value(self, kind: str, part: Part, row: str) -> str:
        """Return the JSON of one field. This is the one place where it is decided how a leaf is written."""
        if isinstance(part, Branch):
            return self._below(part, row)
        if part.attribute == TYPENAME:
            return self._dialect.constant(kind)
        return self._leaf(f"{row}.{column_of(kind, part.attribute)}", kind, part.attribute)

    def _leaf(self, column: str, kind: str, attribute: str) -> str:
        if attribute in FLAGS:
            return self._dialect.flag(column)
        if kind == "CustomField" and attribute == "values":
            return self._dialect.parsed(column)
        expression = {"account_id": ":account", "profile_id": f"CAST({column} AS TEXT)"}.get(attribute, column)
        is_word = attribute in WORDS or (kind, attribute) == ("Preference", "type")
        return self._dialect.word(expression) if is_word else self._dialect.text(expression)

    def _below(self, branch: Branch, row: str) -> str:
        selection, dialect = branch.selection, self._dialect
        if not branch.many:
            nothing = " AND ".join(f"{row}.{column} IS NULL" for column in COLUMNS[selection.type])
            return f"CASE WHEN {nothing} THEN {dialect.null} ELSE {self._object(selection, row)} END"
        if branch.attribute == "attributes":
            return self._pairs(selection, f"{row}.attributes")
        size, inner = f"{row}.{branch.attribute}_count", f"t{next(self._rows)}"
        rows = f'"{branch.attribute}" AS {inner} WHERE {" AND ".join(self._range(branch.attribute, row, inner))}'
        read = dialect.listed(self._object(selection, inner), rows, f"{inner}.position")
        return f"CASE WHEN {size} IS NULL THEN {dialect.null} WHEN {size} = 0 THEN {dialect.empty} ELSE {read} END"

    def _pairs(self, selection: Selection, column: str) -> str:
        """Return the list of a preference's attributes: pairs, which are JSON in its row."""
        row, dialect = f"t{next(self._rows)}", self._dialect
        values = {name: dialect.text(f"({row}.value ->> {place})") for name, place in (("key", 0), ("value", 1))}
        values[TYPENAME] = dialect.constant(selection.type)
        item = dialect.written([(part.key, values[part.attribute]) for part in selection.parts])
        read = dialect.listed(item, dialect.pairs.format(column=column, row=row), f"{row}.key")
        return f"CASE WHEN {column} IS NULL THEN {dialect.null} ELSE {read} END"

    def _range(self, table: str, parent: str, row: str) -> Iterator[str]:
        """Yield what tells which rows of a table belong to the parent, and are shown."""
        yield f"{row}.account = {parent}.account AND {row}.profile_id = {parent}.profile_id"
        if table in SHARED:
            first = f"{parent}.{table}_from"
            yield f"{row}.position >= {first} AND {row}.position < {first} + {parent}.{table}_count"
        if table == "consents" and not self._view.history:
            yield f"{row}.is_latest"
        if table == "preferences" and not self._view.implied:
            yield f"({row}.match_type IS NULL OR {row}.match_type <> 'IMPLIED')"


def column_of(kind: str, attribute: str) -> str:
    """Return the column of an attribute, quoted: some are words of SQL."""
    own = attribute == "is_standardized" or kind not in PREFIXES
    return f'"{attribute if own else PREFIXES[kind] + attribute}"'
