"""SQLite finds every row by a key or an index: a plan that reads whole tables would go unseen in small tests."""

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from app.model import Handle, View
from app.source.database import open_database
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
def sqlite_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('plans') / 'profiles.sqlite3'}"
    migrate(url)
    return url


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS.keys())
async def test_sqlite_finds_every_row_by_a_key_of_more_than_the_account(sqlite_url: str, statement: Statement) -> None:
    database = open_database(sqlite_url)
    spelled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    plan = [row[3] for row in await database.fetch(text(f"EXPLAIN QUERY PLAN {spelled}"))]
    await database.close()
    assert [step for step in plan if step.startswith("SEARCH")]
    assert not [step for step in plan if step.startswith("SCAN") and not step.startswith("SCAN (subquery")]
    assert not [step for step in plan if step.startswith("SEARCH") and step.endswith("(account=?)")]
