import asyncio
import logging
import sqlite3
from pathlib import Path

import apsw
import asyncpg  # type: ignore[import-untyped]  # it has no types
import pytest
from sqlalchemy import make_url

from app.errors import AccountNotFound, StoreUnavailable
from app.model import Handle, View
from app.source.opening import open_database
from app.source.postgres_failures import FAILURES
from app.source.protocol import Caller, Edge, EmailLookup, Lookup, PhoneLookup, ProfileLookup
from app.source.sql import SqlSource
from app.source.sql_failures import StoreFailed, advice, names
from app.source.sql_migration import migrate
from tests.source.asked import Asked
from tests.source.forwarding import forwarding_to

ALL, CALLER = View(), Caller()


@pytest.fixture
def gone(tmp_path: Path) -> SqlSource:
    """A source whose store is not there."""
    return SqlSource(open_database(f"sqlite:///{tmp_path / 'none.sqlite3'}"))


async def test_every_lookup_is_answered_with_the_failure(gone: SqlSource) -> None:
    phone, email = PhoneLookup("acme", "1", None, False, ALL), EmailLookup("acme", "a", None, False, ALL)
    lookups: list[Lookup] = [ProfileLookup("acme", 1, ALL), phone, email]
    answers = await gone.find(lookups, CALLER)
    assert [(lookup, type(error)) for lookup, error in answers.items()] == [(lookup, StoreFailed) for lookup in lookups]


async def test_what_no_store_can_hold_is_answered_without_it(gone: SqlSource) -> None:
    nobody, somebody = ProfileLookup("acme", 2**70, ALL), ProfileLookup("acme", 1, ALL)
    nowhere = PhoneLookup("ac\0me", "1", None, False, ALL)
    answers = await gone.find([nobody, somebody, nowhere], CALLER)
    assert answers[nobody] == ()
    assert [type(answers[lookup]) for lookup in (somebody, nowhere)] == [StoreFailed, AccountNotFound]


async def test_clients_are_told_no_more_than_that_the_store_is_not_available(gone: SqlSource) -> None:
    with pytest.raises(StoreUnavailable) as failure:
        await gone.collections(Edge.TAGS_BY_PROFILE, [Handle("acme", 1, -1, ALL)], CALLER)
    assert (str(failure.value), failure.value.extensions) == (StoreUnavailable.default_message, {"code": "STORE_UNAVAILABLE"})


async def test_readiness_says_what_to_do(gone: SqlSource) -> None:
    with pytest.raises(StoreUnavailable, match="Check that its folder exists"):
        await gone.ready()


async def test_a_store_that_comes_back_is_read_again(tmp_path: Path) -> None:
    source = SqlSource(open_database(f"sqlite:///{tmp_path / 'late.sqlite3'}"))
    with pytest.raises(StoreUnavailable):
        await source.ready()
    migrate(f"sqlite:///{tmp_path / 'late.sqlite3'}")
    await source.ready()
    await source.close()


async def test_a_store_that_is_replaced_by_a_good_one_is_read_again(tmp_path: Path) -> None:
    empty, good = tmp_path / "profiles.sqlite3", tmp_path / "good.sqlite3"
    empty.touch()
    migrate(f"sqlite:///{good}")
    source = SqlSource(open_database(f"sqlite:///{empty}"))
    with pytest.raises(StoreUnavailable):
        await source.ready()
    good.rename(empty)
    await source.ready()
    await source.close()


async def test_the_connections_cannot_write(asked: Asked) -> None:
    with pytest.raises(StoreFailed) as failure:
        await asked.fetch("DELETE FROM profiles")
    assert failure.value.advice is not None
    assert "read-only" in failure.value.advice


async def test_no_value_reaches_an_error_or_a_log(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreFailed) as failure:
        await asked.fetch("SELECT * FROM profiles WHERE nothing = CAST(:number AS text)", {"number": "5550142"})
    shown = repr(failure.value) + str(failure.value) + str(failure.value.extensions) + str(failure.value.advice)
    assert "Error" in caplog.text
    assert "5550142" not in caplog.text + shown
    assert "nothing" not in caplog.text + shown


async def test_a_value_in_a_databases_own_words_stays_there(new_postgres_database_url: str, caplog: pytest.LogCaptureFixture) -> None:
    database = open_database(new_postgres_database_url)
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreFailed) as failure:
        await database.fetch("SELECT CAST('555-0142' AS integer)")
    await database.close()
    assert "555-0142" not in caplog.text + str(failure.value)
    assert "InvalidTextRepresentationError" in caplog.text


@pytest.fixture(scope="module")
def new_postgres_database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("new_postgres_database")()
    migrate(url)
    return url


async def end_connections(url: str) -> None:
    other = await asyncpg.connect(url)
    await other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'profile-gateway'")
    await other.close()


async def test_a_lost_connection_is_made_again_unseen(new_postgres_database_url: str) -> None:
    source = SqlSource(open_database(new_postgres_database_url))
    await source.ready()
    await end_connections(new_postgres_database_url)
    await source.ready()
    await source.close()


async def test_a_connection_that_is_about_to_be_lost_is_not_used_any_more(new_postgres_database_url: str) -> None:
    address = make_url(new_postgres_database_url)
    assert address.port is not None
    async with forwarding_to(address.port) as port:
        source = SqlSource(open_database(address.set(port=port).render_as_string()))
        await source.ready()
        await end_connections(new_postgres_database_url)
        await asyncio.sleep(0.1)  # for the server's last words to arrive
        await source.ready()
        await source.close()


async def test_more_readers_than_connections_take_turns(new_postgres_database_url: str) -> None:
    source = SqlSource(open_database(new_postgres_database_url))
    await asyncio.gather(*(source.ready() for _ in range(60)))
    await source.close()


@pytest.mark.parametrize("kind", FAILURES, ids=lambda kind: kind.__name__)
def test_every_failure_has_a_name_that_is_safe_to_log(kind: type[Exception]) -> None:
    assert names(kind.__new__(kind))[-1] in {failure.__name__ for failure in FAILURES}


def test_a_kind_of_failure_is_known_by_its_family() -> None:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorname = "SQLITE_READONLY_DIRECTORY"
    assert "read-only" in (advice(error) or "")
    assert names(error)[:2] == names(apsw.exception_for(apsw.SQLITE_READONLY_DIRECTORY))[:2]
    assert advice(sqlite3.OperationalError("something new")) is None
