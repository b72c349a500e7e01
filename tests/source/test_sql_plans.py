"""SQLite finds every row by a key or an index: a plan that reads whole tables would go unseen in small tests."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from app.model import Handle, View
from app.source.protocol import AlternateIdLookup, Edge, EmailLookup, PhoneLookup
from app.source.sql_edges import rows_of_edge
from app.source.sql_lookups import Question, by_element, by_id, known
from app.source.sql_migration import migrate

ALL = View()
PARENTS = [Handle(account, number, 0, ALL) for account in ("acme", "other") for number in (1, 2, 3)]
STATEMENTS = {
    "phones": by_element([PhoneLookup("acme", "1", None, True, ALL), PhoneLookup("acme", "2", "x", False, ALL)]),
    "e-mails": by_element([EmailLookup("acme", "a@example.com", None, False, ALL)]),
    "alternate ids": by_element([AlternateIdLookup("acme", "1", "CRM", ALL)]),
    "ids": by_id({"acme": {1, 2}, "other": {3}}, "sqlite"),
    "accounts": known({"acme", "other"}, "sqlite"),
    **{edge.name: rows_of_edge(edge, PARENTS, "sqlite") for edge in Edge},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[apsw.Connection]:
    file: Path = tmp_path_factory.mktemp("plans") / "profiles.sqlite3"
    migrate(f"sqlite:///{file}")
    with closing(apsw.Connection(str(file))) as store:
        yield store


def plan(store: apsw.Connection, question: Question) -> list[str]:
    """The steps in which SQLite answers."""
    statement, parameters = question
    return [str(row[3]) for row in store.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]


@pytest.mark.parametrize("question", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_sqlite_finds_every_row_by_a_key_of_more_than_the_account(store: apsw.Connection, question: Question) -> None:
    steps = plan(store, question)
    assert [step for step in steps if step.startswith("SEARCH")]
    assert not [step for step in steps if step.startswith("SCAN") and not re.match("SCAN (found_[0-9]+$|json_each )", step)]
    assert not [step for step in steps if step.startswith("SEARCH") and step.endswith("(account=?)")]
    assert not [step for step in steps if "TEMP B-TREE" in step], "the order is that of the key"
