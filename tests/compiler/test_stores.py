"""Stores: what is read of them for whom, and what becomes of an answer when they fail."""

from collections.abc import AsyncIterator, Callable, Mapping

import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.auth.unchecked import ANYBODY
from tests.compiler.both_ways import BothWays
from tests.compiler.graph import SCOPES
from tests.compiler.operations import EVERYTHING, NUMBERS, Operation
from tests.compiler.over import OverStore
from tests.compiler.stored_people import fill
from tests.compiler.watched import StoreFault, WatchedStore, with_faults


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('compiled') / 'profiles.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return make()


@pytest.fixture(scope="module")
def filled_url(store_url: str) -> str:
    fill(store_url, seed=7)
    return store_url


@pytest.fixture
async def stores(filled_url: str) -> AsyncIterator[Mapping[StoreFault, WatchedStore]]:
    opened = with_faults(filled_url)
    yield opened
    for store in opened.values():
        await store.close()


async def test_lists_are_read_for_callers_who_may_see_them_and_for_nobody_else(stores: Mapping[StoreFault, WatchedStore]) -> None:
    ways, store = BothWays(), stores[StoreFault.NONE]
    over = OverStore(store, in_order=store.dialect == "sqlite")  # PostgreSQL reads edges side by side
    for scopes in [EVERY_SCOPE, *({Scope.PROFILES, scope} for scope in Scope)]:
        assert await ways.compare(EVERYTHING, over, Principal("some", frozenset(scopes), None)) is None
        assert set(store.lists) == {table for table, scope in SCOPES.items() if scope in scopes - {Scope.PROFILES}}


@pytest.mark.parametrize(("fault", "shown"), [(StoreFault.INTERRUPTED, b"profileId"), (StoreFault.GONE, b"STORE_UNAVAILABLE")])
async def test_a_fault_shows_alike_both_ways(stores: Mapping[StoreFault, WatchedStore], fault: StoreFault, shown: bytes) -> None:
    ways, over = BothWays(), OverStore(stores[fault])
    assert await ways.compare(EVERYTHING, over) is None
    assert shown in (await over.answered(ways.compiling, EVERYTHING, ANYBODY)).body


@pytest.mark.parametrize("below", ["emails { isActive }", ""], ids=["with a list", "of leaves"])
async def test_objects_with_more_keys_than_a_function_of_sql_takes_arguments(stores: Mapping[StoreFault, WatchedStore], below: str) -> None:
    keys = " ".join(f"a{number}: isActive" for number in range(1001))
    wide = Operation(f'{{ profilesByPhone(phoneNumber: "{NUMBERS[0]}") {{ {keys} {below} }} }}', {}, None)
    assert await BothWays().compare(wide, OverStore(stores[StoreFault.NONE])) is None
