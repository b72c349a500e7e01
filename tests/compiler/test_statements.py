"""How SQLite finds the rows of a compiled statement."""

import re
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from graphql import parse

from app.auth.principal import EVERY_SCOPE
from app.compiler.analysis import analysed, prepared
from app.compiler.sql_lookup import question_of
from app.model import View
from app.schema.graph import build_schema, executable
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup
from app.source.sql_migration import migrate

ALL = View()
EVERYTHING = (Path(__file__).parents[2] / "bench" / "everything.graphql").read_text()
LOOKUPS: dict[str, list[Lookup]] = {
    "phone": [PhoneLookup("acme", "1", None, False, ALL)],
    "e-mail": [EmailLookup("acme", "a@example.com", "Work", True, ALL)],
    "alternate id": [AlternateIdLookup("acme", "1", "CRM", ALL)],
    "ids": [ProfileLookup("acme", number, ALL) for number in (3, 1, 2)],
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("statements") / "profiles.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.mark.parametrize("lookups", LOOKUPS.values(), ids=LOOKUPS.keys())
def test_every_list_is_a_range_of_a_key(store: Path, lookups: list[Lookup]) -> None:
    schema = executable(build_schema())
    [root] = analysed(schema, prepared(schema, parse(EVERYTHING), None), {}, EVERY_SCOPE).roots
    assert root.selection is not None
    statement, parameters = question_of(root.selection, lookups, "sqlite")
    with closing(apsw.Connection(str(store))) as connection:
        steps = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert not [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert not [step for step in steps if step.endswith("(account=?)") or "TEMP B-TREE" in step]
    whole = [step for step in steps if re.fullmatch(r"SEARCH r USING PRIMARY KEY \(account=\? AND profile_id=\?\)", step)]
    ranges = [step for step in steps if step.endswith("(account=? AND profile_id=? AND position>? AND position<?)")]
    assert (len(whole), len(ranges)) == (7, 12), "seven tables hold one list of a profile each, two hold several"
