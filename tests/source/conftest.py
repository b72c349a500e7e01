"""Empty stores of both kinds, and how tests fill them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import attrgetter

import pytest

from app.importing import postgres_target, sqlite_target
from app.importing.postgres_target import PostgresTarget
from app.importing.sqlite_target import SqliteTarget
from app.model import Profile
from app.source.address import is_sqlite, store_address
from app.source.opening import open_database
from app.source.rows import rows_of
from app.source.sql import SqlSource
from app.source.sql_migration import migrate
from tests.source.asked import Asked, Write


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def store_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with all its tables and nothing in them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'profiles.sqlite3'}"
    else:
        url = request.getfixturevalue("new_postgres_database")()
    migrate(url)
    return url


@pytest.fixture(scope="module")
def write(store_url: str) -> Write:
    """Writes profiles with all their collections, replacing those of the same account and id."""

    def write(profiles: Sequence[Profile]) -> None:
        for account_id, of_account in groupby(sorted(profiles, key=attrgetter("account_id")), attrgetter("account_id")):
            _write(store_url, account_id, list(of_account))

    return write


def _write(url: str, account_id: str, profiles: Sequence[Profile]) -> None:
    address = store_address(url)
    if is_sqlite(address):
        with closing(SqliteTarget(str(address.database), account_id)) as sqlite:
            sqlite.write([sqlite_target.packed(rows_of(profiles))])
    else:
        with closing(PostgresTarget(url, account_id)) as postgres:
            postgres.write([postgres_target.packed(rows_of(profiles))])


@pytest.fixture
async def asked(store_url: str) -> AsyncIterator[Asked]:
    """The store, open for reading."""
    asked = Asked(open_database(store_url))
    yield asked
    await asked.close()


@pytest.fixture
def sql_source(asked: Asked) -> SqlSource:
    return SqlSource(asked)
