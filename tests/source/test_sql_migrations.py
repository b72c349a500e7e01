import asyncio
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import apsw
import orjson
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.errors import StoreUnavailable
from app.generator.full import full_profiles
from app.source import rows
from app.source.address import StoreAddress, is_sqlite, store_address
from app.source.opening import open_database
from app.source.postgres_database import arguments_of
from app.source.sql_migration import engine_url, migrate, store_version
from app.source.sql_values import COLUMNS, OWNERS
from app.source.sql_version import VERSION, check_store
from app.source.tables import metadata
from tests.source.stored import store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'profiles.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return make()


def connected(url: str, use: Callable[[Connection], object]) -> object:
    """What a function makes of a connection to the store."""
    address = store_address(url)
    if not is_sqlite(address):
        return asyncio.run(connected_to_postgresql(address, use))
    with create_engine(engine_url(address), poolclass=NullPool).begin() as connection:
        return use(connection)


async def connected_to_postgresql(address: StoreAddress, use: Callable[[Connection], object]) -> object:
    async with create_async_engine(engine_url(address), poolclass=NullPool).begin() as connection:
        return await connection.run_sync(use)


def stand_at(url: str, version: str) -> None:
    connected(url, lambda connection: connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{version}'"))


def checked(url: str) -> str:
    """What a program is told that starts on this store."""

    async def check() -> None:
        database = open_database(url)
        try:
            await check_store(database)
        finally:
            await database.close()

    try:
        asyncio.run(check())
    except StoreUnavailable as error:
        return str(error)
    return "fine"


def test_the_migrations_make_the_tables_of_the_code(empty_url: str) -> None:
    def differences(connection: Connection) -> object:
        return compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    migrate(empty_url)
    assert connected(empty_url, differences) == []


def test_sqlite_gets_the_very_tables_that_the_code_would_make_it_with(tmp_path: Path) -> None:
    def made(connection: Connection) -> object:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE tbl_name <> 'alembic_version'").scalars().all()
        looks = ("table_list", "table_xinfo", "index_xinfo", "foreign_key_list")
        return {(look, name): connection.exec_driver_sql(f"PRAGMA {look}({name})").all() for name in names for look in looks}

    migrate(f"sqlite:///{tmp_path / 'migrated.sqlite3'}")
    connected(f"sqlite:///{tmp_path / 'made.sqlite3'}", metadata.create_all)
    assert connected(f"sqlite:///{tmp_path / 'migrated.sqlite3'}", made) == connected(f"sqlite:///{tmp_path / 'made.sqlite3'}", made)


STARTS = {
    "preferences_from": ("profiles", "addresses", "emails", "phones"),
    "consents_from": ("profiles", "addresses", "emails", "phones", "preferences"),
}


def starts(connection: Connection) -> object:
    """Where every collection begins that has something in it."""
    return {
        (table, column): connection.exec_driver_sql(
            f"SELECT {column} FROM {table} WHERE {column.replace('_from', '_count')} > 0 ORDER BY profile_id, {column}"
        ).all()
        for column, tables in STARTS.items()
        for table in tables
    }


def go_back_to_the_first_version(connection: Connection) -> None:
    for column, tables in STARTS.items():
        for table in tables:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")


def test_a_store_that_is_older_learns_where_collections_begin(empty_url: str) -> None:
    store([orjson.loads(orjson.dumps(profile)) for profile in full_profiles(3)], "acme", empty_url)
    known = connected(empty_url, starts)
    assert isinstance(known, dict)
    assert all(known.values())
    connected(empty_url, go_back_to_the_first_version)
    stand_at(empty_url, "0001")
    migrate(empty_url)
    assert connected(empty_url, starts) == known


def test_the_tables_stand_at_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", "app.source:migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_profiles_are_written_to_every_table_that_holds_a_part_of_them() -> None:
    assert ("accounts", *rows.TABLES) == tuple(metadata.tables)


def test_what_is_read_of_a_table_is_all_that_values_are_made_of() -> None:
    for name, columns in COLUMNS.items():
        table = metadata.tables[name]
        beside = {"account", "is_latest", *table.primary_key.columns.keys(), *OWNERS.get(name, ())}
        named = [column for column in list(table.columns.keys()) if column not in beside and not column.endswith(("_folded", "_from"))]
        assert list(columns) == named


def test_an_empty_store_has_no_version_and_a_migrated_one_the_newest(empty_url: str) -> None:
    migrate(empty_url)
    migrate(empty_url)
    assert store_version(empty_url) == VERSION
    assert checked(empty_url) == "fine"


def test_programs_that_start_together_migrate_one_after_another(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(migrate, [empty_url] * 4))
    assert checked(empty_url) == "fine"


@pytest.mark.parametrize(("version", "advice"), [("0000", "profile-gateway migrate"), ("9999", "newer program")])
def test_a_store_of_another_version_is_refused_with_what_to_do(empty_url: str, version: str, advice: str) -> None:
    migrate(empty_url)
    stand_at(empty_url, version)
    assert advice in checked(empty_url)


def test_a_newer_store_is_not_migrated(empty_url: str) -> None:
    migrate(empty_url)
    stand_at(empty_url, "9999")
    with pytest.raises(StoreUnavailable, match="newer"):
        migrate(empty_url)


def test_a_store_without_tables_says_how_to_make_them(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        Path(str(store_address(empty_url).database)).touch()
    assert store_version(empty_url) is None
    assert "profile-gateway migrate" in checked(empty_url)


def test_an_embedded_store_is_readable_to_its_owner_only(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'profiles.sqlite3'}")
    assert stat.S_IMODE((tmp_path / "profiles.sqlite3").stat().st_mode) == 0o600


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    assert "cannot be opened" in checked(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told_to_who_migrates(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="Check that its folder exists"):
        migrate(f"sqlite:///{tmp_path / 'none' / 'profiles.sqlite3'}")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but longer than the first hundred bytes of one would be " * 20)
    assert "no SQLite database" in checked(f"sqlite:///{tmp_path / 'notes.txt'}")
    with pytest.raises(StoreUnavailable, match="no SQLite database"):
        migrate(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'profiles.sqlite3'}"
    migrate(url)
    with closing(apsw.Connection(str(tmp_path / "profiles.sqlite3"))) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert "locked by another program" in checked(url)
    assert checked(url) == "fine"


def test_a_server_that_is_not_there_is_told() -> None:
    url = "postgresql://tester@127.0.0.1:1/profiles"
    assert "cannot be reached" in checked(url)
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        migrate(url)


def test_a_database_that_is_not_there_is_told(postgres_server: str) -> None:
    assert "does not exist" in checked(f"{postgres_server}/none")


@pytest.mark.parametrize(
    "url", ["", "profiles.sqlite3", "sqlite://", "sqlite:///:memory:", "mysql://user:secret@host/x", "postgresql://host:port/x", "http://x"]
)
def test_a_url_that_is_no_stores_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ValueError, match=r"^The store's URL must be sqlite:///path/of\.file or postgresql://") as refused:
        open_database(url)
    assert "secret" not in str(refused.value)


def test_postgresql_urls_of_other_programs_are_understood() -> None:
    address = store_address("postgres://tester@localhost/profiles?sslmode=disable")
    assert (engine_url(address).drivername, address.query) == ("postgresql+asyncpg", {"ssl": "disable"})


STORES = [
    "sqlite:///profiles.sqlite3",
    "sqlite:////srv/of people/a%20b.sqlite3?mode=ro",
    "postgresql://us%40er:p%2Fa#[s@host:5433/people%20?application_name=a+b",
    "postgresql://tester@[::1]/people",
    "postgresql://tester@corp:se/c?ret@[::1]:5433/people",
    "postgresql://tester@corp@localhost/people",
    "sqlite:///srv/a@b:c.sqlite3",
    "postgresql:///people?host=/run/postgresql&port=5433",
    "postgresql://tester@/people?host=one:5432&host=two:5433",
]


@pytest.mark.parametrize("url", STORES)
def test_a_url_means_the_same_to_reads_as_to_migrations(url: str) -> None:
    read = engine_url(store_address(url))
    assert read == make_url(url).set(drivername=read.drivername)


@pytest.mark.parametrize("url", [url for url in STORES if url.startswith("postgresql")])
def test_postgresql_is_reached_as_sqlalchemy_reaches_it(url: str) -> None:
    address = store_address(url)
    _, arguments = PGDialect_asyncpg().create_connect_args(engine_url(address))  # type: ignore[no-untyped-call]  # it has no types
    assert arguments_of(address) == arguments


def test_an_address_shows_no_password() -> None:
    assert "secret" not in f"{store_address('postgresql://tester:secret@localhost/profiles')}"
