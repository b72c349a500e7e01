"""Stores to import into."""

from pathlib import Path

import pytest

from app.source.sql_migration import migrate


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A store with nothing in it: SQLite without a file yet, PostgreSQL with its tables."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    made: str = request.getfixturevalue("new_postgres_database")()
    migrate(made)
    return made


@pytest.fixture(name="sqlite_url")
def _sqlite_url(tmp_path: Path) -> str:
    return sqlite_url(tmp_path)


def sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'profiles.sqlite3'}"
