"""Random operations over SQLite and PostgreSQL: the JSON that the database builds is the plain way's answer."""

from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.importing import postgres_target, sqlite_target
from app.importing.postgres_target import PostgresTarget
from app.importing.sqlite_target import SqliteTarget
from app.source.database import is_sqlite, open_database, store_address
from app.source.rows import rows_of
from app.source.sql import SqlSource
from app.source.sql_migration import migrate
from tests.compiler.both_ways import BothWays
from tests.compiler.equivalence import Case
from tests.compiler.stored_people import ACCOUNT, random_people

CASES = 40
EVERYTHING = (Path(__file__).parents[2] / "bench" / "everything.graphql").read_text()


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('compiled') / 'profiles.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return make()


@pytest.fixture(scope="module")
def filled_url(store_url: str) -> str:
    migrate(store_url)
    rows, address = rows_of(random_people(seed=7)), store_address(store_url)
    if is_sqlite(address):
        with closing(SqliteTarget(str(address.database), ACCOUNT)) as sqlite:
            sqlite.write(sqlite_target.packed(rows))
    else:
        with closing(PostgresTarget(store_url, ACCOUNT)) as postgres:
            postgres.write(postgres_target.packed(rows))
    return store_url


@pytest.fixture
async def store(filled_url: str) -> AsyncIterator[SqlSource]:
    source = SqlSource(open_database(filled_url))
    yield source
    await source.close()


@pytest.mark.parametrize("first", [0, 10_000])
async def test_random_operations_are_answered_alike(store: SqlSource, first: int) -> None:
    ways, hits = BothWays(), 0
    for seed in range(first, first + CASES):
        hits += await Case(seed).compare_over_store(ways, store)
    assert hits / CASES > 0.85, ways.compiler.counters.plain
