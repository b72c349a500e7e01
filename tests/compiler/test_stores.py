"""Random operations over SQLite and PostgreSQL: the JSON that the database builds is the plain way's answer."""

from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path

import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.importing import postgres_target, sqlite_target
from app.importing.postgres_target import PostgresTarget
from app.importing.sqlite_target import SqliteTarget
from app.source.database import is_sqlite, store_address
from app.source.rows import rows_of
from app.source.sql_migration import migrate
from tests.compiler.both_ways import SCOPES, BothWays, WatchedStore
from tests.compiler.equivalence import Case
from tests.compiler.operations import Operation
from tests.compiler.stored_people import ACCOUNT, random_people

CASES = 40
EVERYTHING = Operation((Path(__file__).parents[2] / "bench" / "everything.graphql").read_text(), {"phoneNumber": "15550109999"}, None)


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
            sqlite.write([sqlite_target.packed(rows)])
    else:
        with closing(PostgresTarget(store_url, ACCOUNT)) as postgres:
            postgres.write([postgres_target.packed(rows)])
    return store_url


@pytest.fixture
async def store(filled_url: str) -> AsyncIterator[WatchedStore]:
    source = WatchedStore(filled_url)
    yield source
    await source.close()


@pytest.mark.parametrize("first", [0, 10_000])
async def test_random_operations_are_answered_alike(store: WatchedStore, first: int) -> None:
    ways, hits = BothWays(), 0
    for seed in range(first, first + CASES):
        hits += await Case(seed).compare_over_store(ways, store)
    assert hits / CASES > 0.85, ways.compiler.counters.plain


async def test_lists_are_read_for_callers_who_may_see_them_and_for_nobody_else(store: WatchedStore) -> None:
    ways, in_order = BothWays(), store.dialect == "sqlite"  # PostgreSQL reads edges side by side
    for scopes in [EVERY_SCOPE, *({Scope.PROFILES, scope} for scope in Scope)]:
        assert await ways.compare_over_store(EVERYTHING, store, Principal("some", frozenset(scopes), None), in_order=in_order)
        assert set(store.database.lists) == {table for table, scope in SCOPES.items() if scope in scopes - {Scope.PROFILES}}
