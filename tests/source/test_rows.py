from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings

from app.model import Profile
from app.source.rows import Rows, rows_of
from app.source.sql_values import OWNERS
from app.source.tables import metadata
from tests.source.invented import profiles

HOLDERS = {"profiles": None, "addresses": "address", "emails": "email", "phones": "phone", "preferences": "preference"}
"""By table, what a row that it owns calls it; nothing for the profile."""


def named(rows: Rows, table: str) -> Iterator[dict[str, Any]]:
    names = metadata.tables[table].columns.keys()[1:]
    yield from (dict(zip(names, row, strict=True)) for row in rows[table])


def owner_of(row: dict[str, Any], table: str) -> tuple[str | None, int | None]:
    """What holds a row, and at which position."""
    owners = {(name, row[name]) for name in OWNERS[table] if row[name] is not None}
    return owners.pop() if owners else (None, None)


@settings(max_examples=60, deadline=None)
@given(profile=profiles)
def test_a_collection_is_the_rows_from_its_start_on(profile: Profile) -> None:
    rows = rows_of([profile])
    for table, owner in HOLDERS.items():
        for holder in named(rows, table):
            for collection in ("preferences", "consents") if table != "preferences" else ("consents",):
                key = (owner, holder.get("position") if owner else None)
                owned = [row["position"] for row in named(rows, collection) if owner_of(row, collection) == key]
                start, size = holder[f"{collection}_from"], holder[f"{collection}_count"] or 0
                assert owned == list(range(start, start + size))
