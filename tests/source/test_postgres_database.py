"""PostgreSQL's own ways: its SQL as text, and connections that come and go."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest

from app.source.database import Database
from app.source.opening import open_database
from app.source.sql_failures import StoreFailed

LONGER_THAN_ASYNCPG_KEEPS = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :mark -- " + 20_000 * "x"

ASLEEP = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"


@pytest.fixture(scope="module")
def url(new_postgres_database: Callable[[], str]) -> str:
    return new_postgres_database()


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = open_database(url)
    yield database
    await database.close()


async def asked(database: Database, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await database.fetch(sql, parameters)]


async def end_connections(url: str) -> None:
    other = await asyncpg.connect(url)
    await other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'profile-gateway'")
    await other.close()


async def test_a_name_that_stands_twice_is_one_parameter(database: Database) -> None:
    assert await asked(database, "SELECT CAST(:b AS text) || CAST(:a AS text) || :b", a="1", b="2", c="never used") == [("212",)]


async def test_what_only_looks_like_a_name_stays_as_it_is(database: Database) -> None:
    sql = """SELECT 1::text AS ":one", ':a', '{"a":' || to_json(:a::text)::text || '}', 'it''s :a'"""
    assert await asked(database, sql, a="x") == [("1", ":a", '{"a":"x"}', "it's :a")]


@pytest.mark.parametrize("ids", [[], [2], [3, 1]])
async def test_a_list_is_one_parameter_whatever_its_length(database: Database, ids: list[int]) -> None:
    found = await asked(database, "SELECT id FROM (VALUES (1), (2), (3)) AS p (id) WHERE id = ANY (:ids) ORDER BY id", ids=ids)
    assert found == [(number,) for number in sorted(ids)]


async def test_a_long_statement_is_prepared_once(database: Database) -> None:
    for _ in range(3):
        rows = await asked(database, LONGER_THAN_ASYNCPG_KEEPS, mark="%pg_prepared_statements%")
    assert rows == [(1,)]


async def test_nothing_is_written(database: Database) -> None:
    with pytest.raises(StoreFailed) as failure:
        await database.fetch("CREATE TABLE made (id integer)")
    assert "read-only" in (failure.value.advice or "")


async def test_a_refused_statement_costs_no_connection(database: Database) -> None:
    before = await asked(database, "SELECT pg_backend_pid()")
    with pytest.raises(StoreFailed):
        await asked(database, "SELECT 1 / 0")
    assert await asked(database, "SELECT pg_backend_pid()") == before


async def test_the_server_does_not_go_on_with_what_was_given_up(database: Database) -> None:
    slow = asyncio.create_task(asked(database, "SELECT pg_sleep(60)"))
    await asyncio.sleep(0.1)
    assert await asked(database, ASLEEP) == [(1,)]
    slow.cancel()
    with pytest.raises(asyncio.CancelledError):
        await slow
    assert await asked(database, ASLEEP) == [(0,)]


async def test_statements_whose_connections_end_are_asked_again(database: Database, url: str) -> None:
    both = asyncio.gather(*(asked(database, "SELECT pg_sleep(0.3), 1") for _ in range(2)))
    await asyncio.sleep(0.15)
    await end_connections(url)
    assert [rows[0][1] for rows in await both] == [1, 1]


async def test_connections_are_left_for_others(database: Database) -> None:
    counts = await asyncio.gather(*(asked(database, "SELECT pg_backend_pid() FROM pg_sleep(0.02)") for _ in range(60)))
    assert 2 <= len({rows[0] for rows in counts}) <= 15


async def test_a_server_that_is_not_there_is_said_to_be(url: str) -> None:
    database = open_database(f"{url.rsplit(':', 1)[0]}:1/none")
    with pytest.raises(StoreFailed) as failure:
        await asked(database, "SELECT 1")
    assert "cannot be reached" in (failure.value.advice or "")


async def test_a_closed_database_connects_again(database: Database) -> None:
    before = await asked(database, "SELECT pg_backend_pid()")
    await database.close()
    assert await asked(database, "SELECT pg_backend_pid()") != before
