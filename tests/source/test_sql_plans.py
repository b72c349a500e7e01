"""SQLite finds every row by a key or an index: a plan that reads whole tables would go unseen in small tests."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy.dialects import sqlite

from app.model import Handle, View
from app.source.protocol import AlternateIdLookup, Edge, EmailLookup, PhoneLookup
from app.source.sql_edges import rows_of_edge
from app.source.sql_lookups import Statement, by_element, by_id, known
from app.source.sql_migration import migrate

ALL = View()
PARENTS = [Handle(account, number, 0, ALL) for account in ("acme", "other") for number in (1, 2, 3)]
STATEMENTS = {
    "phones": by_element([PhoneLookup("acme", "1", None, True, ALL), PhoneLookup("acme", "2", "x", False, ALL)]),
    "e-mails": by_element([EmailLookup("acme", "a@example.com", None, False, ALL)]),
    "alternate ids": by_element([AlternateIdLookup("acme", "1", "CRM", ALL)]),
    "ids": by_id({"acme": {1, 2}, "other": {3}}),
    "accounts": known({"acme", "other"}),
    **{edge.name: rows_of_edge(edge, PARENTS) for edge in Edge},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("plans") / "profiles.sqlite3"
    migrate(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as store:
        yield store


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
def test_sqlite_finds_every_row_by_a_key_of_more_than_the_account(store: sqlite3.Connection, statement: Statement) -> None:
    spelled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"render_postcompile": True})
    values = [spelled.params[name] for name in spelled.positiontup or ()]
    plan = [row[3] for row in store.execute(f"EXPLAIN QUERY PLAN {spelled}", values)]
    assert [step for step in plan if step.startswith("SEARCH")]
    assert not [step for step in plan if step.startswith("SCAN") and not re.match("SCAN anon_[0-9]+$", step)]
    assert not [step for step in plan if step.startswith("SEARCH") and step.endswith("(account=?)")]
    assert not [step for step in plan if "TEMP B-TREE" in step], "the order is that of the key"
