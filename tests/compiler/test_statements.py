"""How databases find the rows of a compiled statement."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import apsw
import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from graphql import parse

from app.auth.principal import EVERY_SCOPE
from app.compiler.analysis import analysed, prepared
from app.compiler.sql_lookup import question_of
from app.model import View
from app.schema.graph import build_schema, executable
from app.source.database import Database
from app.source.opening import open_database
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


def question(lookups: list[Lookup], dialect: str) -> tuple[str, dict[str, Any]]:
    """What is asked for everything."""
    schema = executable(build_schema())
    [root] = analysed(schema, prepared(schema, parse(EVERYTHING), None), {}, EVERY_SCOPE).roots
    assert root.selection is not None
    return question_of(root.selection, lookups, dialect)


@pytest.mark.parametrize("lookups", LOOKUPS.values(), ids=LOOKUPS.keys())
def test_every_list_is_a_range_of_a_key(store: Path, lookups: list[Lookup]) -> None:
    statement, parameters = question(lookups, "sqlite")
    with closing(apsw.Connection(str(store))) as connection:
        steps = [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert not [step for step in steps if step.startswith("SCAN") and "VIRTUAL TABLE" not in step]
    assert not [step for step in steps if step.endswith("(account=?)") or "TEMP B-TREE" in step]
    whole = [step for step in steps if re.fullmatch(r"SEARCH r USING PRIMARY KEY \(account=\? AND profile_id=\?\)", step)]
    ranges = [step for step in steps if step.endswith("(account=? AND profile_id=? AND position>? AND position<?)")]
    assert (len(whole), len(ranges)) == (7, 12), "seven tables hold one list of a profile each, two hold several"


@pytest.fixture(scope="module")
def planning_url(new_postgres_database: Callable[[], str]) -> str:
    """An empty PostgreSQL store that reads whole tables, and sorts, only where there is no other way."""
    url = new_postgres_database()
    migrate(url)
    asyncio.run(discourage(url, "seqscan", "bitmapscan", "sort"))
    return url


async def discourage(url: str, *ways: str) -> None:
    connection = await asyncpg.connect(url)
    for way in ways:
        await connection.execute(f"ALTER DATABASE {url.rpartition('/')[2]} SET enable_{way} = off")
    await connection.close()


@pytest.fixture
async def planning(planning_url: str) -> AsyncIterator[Database]:
    database = open_database(planning_url)
    yield database
    await database.close()


@pytest.mark.parametrize("lookups", LOOKUPS.values(), ids=LOOKUPS.keys())
async def test_postgresql_reads_every_list_in_the_order_of_its_key(planning: Database, lookups: list[Lookup]) -> None:
    statement, parameters = question(lookups, "postgresql")
    steps = [str(row[0]).strip() for row in await planning.fetch(f"EXPLAIN (COSTS OFF) {statement}", parameters)]
    assert len([step for step in steps if re.fullmatch(r"->  Index Scan using \w+_pk on \w+ r(_\d+)?", step)]) == 19
    assert not [step for step in steps if "Sort" in step or "Seq Scan" in step]
    assert "->  Aggregate" not in steps, "it would sort without saying so"
