"""``profile-gateway keys``: makes, lists and revokes API keys."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from app.auth.api_keys import PREFIX, hash_of
from app.auth.key_file import KeyFileUnusable, StoredKey, changing, read_keys
from app.auth.principal import Scope

ANYTHING = [scope.value for scope in Scope]
in_file = click.option(
    "--file",
    "path",
    envvar="PROFILES_KEYS_FILE",
    default="keys.json",
    show_default=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the keys stand.",
)


class Unchanged(click.ClickException):
    """Nothing was done, and why."""


@click.group()
def keys() -> None:
    """Make, list and revoke API keys."""


@keys.command()
@in_file
@click.option("--name", required=True, help="Whose key it is, as the access record shows it.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(ANYTHING), help="What may be read; several times.")
@click.option("--account", "accounts", multiple=True, required=True, help="Which account may be read; several times, or * for any.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it is good; without, it never expires.")
def make(path: Path, name: str, scopes: tuple[str, ...], accounts: tuple[str, ...], days: int | None) -> None:
    """Make a key. It is shown once and not kept: the file has only its hash."""
    key_id = secrets.token_hex(4)
    key = f"{PREFIX}_{key_id}_{secrets.token_urlsafe(32)}"
    created = datetime.now(UTC).replace(microsecond=0)
    expires = created + timedelta(days=days) if days else None
    try:
        with changing(path) as known:
            known[key_id] = StoredKey(key_id, name, hash_of(key), scopes, accounts, created, expires)
    except KeyFileUnusable as error:
        raise Unchanged(str(error)) from None
    click.echo(key)


@keys.command(name="list")
@in_file
def list_keys(path: Path) -> None:
    """List the keys: id, name, until when, scopes, accounts."""
    try:
        known = read_keys(path)
    except KeyFileUnusable as error:
        raise Unchanged(str(error)) from None
    for key in known.values():
        until = f"{key.expires:%Y-%m-%d}" if key.expires else "for ever"
        click.echo("\t".join([key.id, key.name, until, ",".join(key.scopes), ",".join(key.accounts)]))


@keys.command()
@in_file
@click.argument("key_id")
def revoke(path: Path, key_id: str) -> None:
    """Revoke the key with this id; running gateways refuse it within a second."""
    try:
        with changing(path) as known:
            if known.pop(key_id, None) is None:
                raise Unchanged("There is no key with this id.")
    except KeyFileUnusable as error:
        raise Unchanged(str(error)) from None
