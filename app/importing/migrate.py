"""``profile-gateway migrate``."""

import click

from app.errors import StoreUnavailable
from app.source.sql_migration import migrate, store_version


@click.command("migrate")
@click.option("--store-url", envvar="PROFILES_STORE_URL", default="sqlite:///profiles.sqlite3", help="Which store.")
def migrate_store(store_url: str) -> None:
    """Make the store's tables, or bring them up to date."""
    try:
        migrate(store_url)
        click.echo(f"The store's tables are up to date (version {store_version(store_url)}).", err=True)
    except (StoreUnavailable, ValueError) as error:
        raise click.ClickException(str(error)) from None
