"""The SQL source that the settings name: its store is made ready before the start, and opened."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.errors import StoreUnavailable
from app.settings import Settings
from app.source.address import StoreAddress, is_sqlite, store_address
from app.source.opening import open_database
from app.source.protocol import Source
from app.source.sql import SqlSource
from app.source.sql_version import check_store
from app.telemetry import Tracer


def open_source(settings: Settings, tracer: Tracer | None = None) -> Source:
    """Open the source; nothing is read yet."""
    return SqlSource(open_database(settings.store_url.get_secret_value()), tracer)


def make_ready(settings: Settings, run: Callable[[str], None], *, demo: bool) -> None:
    """Make sure that the store can be read; the embedded one is made and brought up to date by commands of ours, which ``run`` runs."""
    url = settings.store_url.get_secret_value()
    address = store_address(url)
    if demo and is_missing(address):
        run("demo")
    try:
        asyncio.run(checked(url))
    except StoreUnavailable:
        if not is_sqlite(address):
            raise
        run("migrate")


def is_missing(address: StoreAddress) -> bool:
    """Whether this is an embedded store that is not there yet."""
    return is_sqlite(address) and not Path(address.database or "").exists()


async def checked(url: str) -> None:
    """Return when the store can be read as it is."""
    database = open_database(url)
    try:
        await check_store(database)
    finally:
        await database.close()
