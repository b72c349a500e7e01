"""Opening a store for reading."""

from importlib import import_module

from app.source.address import is_sqlite, store_address
from app.source.database import Database
from app.source.sqlite_database import SqliteDatabase


def open_database(url: str) -> Database:
    """Open a store for reading: nothing is connected before it is needed.

    Args:
        url: ``sqlite:///path/of.file`` or ``postgresql://user:password@host/database``.

    Raises:
        ValueError: when the URL is neither; it is not shown, for it may hold a password.
    """
    address = store_address(url)
    if is_sqlite(address):
        return SqliteDatabase(address)
    database: Database = import_module("app.source.postgres_database").PostgresDatabase(address)  # its libraries take a while to import
    return database
