"""Is the store there, and made of the tables that this program knows?"""

from app.errors import StoreUnavailable
from app.source.database import Database
from app.source.sql_failures import StoreFailed

VERSION = "0002"
"""The migration that the tables of this program come from."""
_VERSION = "SELECT version_num FROM alembic_version"
"""From Alembic's own table."""


async def check_store(database: Database) -> None:
    """Return when the store can be read.

    Raises:
        StoreUnavailable: when it cannot, saying what to do: it is missing, locked, refused, or made of other tables.
    """
    try:
        rows = await database.fetch(_VERSION)
    except StoreFailed as error:
        raise error.explained() from None
    check_version(rows[0][0] if rows else None)


def check_version(version: str | None) -> None:
    """Return when a store of this version can be read; versions count upwards.

    Raises:
        StoreUnavailable: when it cannot.
    """
    if version is None or version < VERSION:
        raise StoreUnavailable("The store's tables are older than this program. Run `profile-gateway migrate`.")
    if version > VERSION:
        raise StoreUnavailable("The store's tables are newer than this program. Install the newer program.")
