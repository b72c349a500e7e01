"""The command ``check-upstream``."""

import asyncio
import time
from collections import Counter
from typing import IO

import click
import orjson

from app.checking.fields import Field, Verdict, compared
from app.errors import GatewayError
from app.model import View
from app.rest_opening import upstream_of
from app.schema.arguments import phone_digits, profile_number
from app.settings import PREFIX, Settings, SettingsError, load_settings
from app.source.contract import UpstreamContract
from app.source.protocol import Caller, Lookup, PhoneLookup, ProfileLookup
from app.source.rest import RestSource

WIDTH = 12


@click.command()
@click.option("--phone", metavar="NUMBER", help="Look profiles up by this phone number.")
@click.option("--profile-id", metavar="ID", help="Look a profile up by this id.")
@click.option("--account", metavar="ID", help=f"The account to read from, by default {PREFIX}ACCOUNT_ID.")
@click.option(
    "--authorization", type=click.File(), help="A file with the header to send where the credentials are the caller's; - is standard input."
)
def check_upstream(phone: str | None, profile_id: str | None, account: str | None, authorization: IO[str] | None) -> None:
    """Try the credentials and one read of the upstream, and compare its fields with those expected. No value is printed."""
    try:
        settings = load_settings()
        lookup = lookup_of(phone, profile_id, account or settings.account_id)
        caller = Caller(authorization.read().strip() if authorization else None)
        answer, seconds = asyncio.run(read(settings, lookup, caller))
    except SettingsError as error:
        raise click.ClickException("\n".join(["these settings cannot be used:", *error.problems])) from None
    except GatewayError as error:
        raise click.ClickException(f"{error.code}: {error}") from None
    report(answer, seconds)


def lookup_of(phone: str | None, profile_id: str | None, account_id: str | None) -> Lookup:
    """Return what to read.

    Raises:
        UsageError: it is not said, or said twice.
        BadUserInput: a number that is none.
    """
    if not account_id:
        raise click.UsageError(f"Which account? Pass --account or set {PREFIX}ACCOUNT_ID.")
    if phone and not profile_id:
        return PhoneLookup(account_id, phone_digits(phone), None, include_inactive=True, view=View())
    if profile_id and not phone:
        return ProfileLookup(account_id, profile_number(profile_id), View())
    raise click.UsageError("Pass one of --phone and --profile-id, of somebody who exists.")


async def read(settings: Settings, lookup: Lookup, caller: Caller) -> tuple[bytes, float]:
    """Return an answer of the upstream, and the seconds that it took.

    Raises:
        UsageError: there is no upstream.
        GatewayError: there is no answer.
    """
    if settings.upstream_url is None:
        raise click.UsageError(f"Which upstream? Set {PREFIX}UPSTREAM_URL.")
    source = RestSource(upstream_of(settings), UpstreamContract(**settings.upstream_contract))
    began = time.monotonic()
    try:
        return (await source.body(lookup, caller)).content, time.monotonic() - began
    finally:
        await source.close()


def report(answer: bytes, seconds: float) -> None:
    """Print how the answer compares.

    Raises:
        ClickException: nothing was found, or something cannot be read.
    """
    try:
        profiles = orjson.loads(answer)
    except orjson.JSONDecodeError:
        raise click.ClickException(f"The upstream's answer ({len(answer)} bytes) is not JSON.") from None
    click.echo(f"The credentials are accepted. The read took {seconds:.2f} s and brought {len(answer)} bytes.\n")
    if profiles == []:
        raise click.ClickException("Nobody was found: there is nothing to compare. Look somebody up who exists.")
    fields = compared(profiles)
    for field in fields:
        click.echo(line(field))
    counts = Counter(field.verdict for field in fields)
    click.echo("\n" + ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict))
    if counts[Verdict.OTHER_TYPE] or not counts[Verdict.AS_EXPECTED]:
        raise click.ClickException("What is of another type cannot be read: the contract is not as assumed. See app/source/wire.py.")


def line(field: Field) -> str:
    """Write one field: how it compares, its path, and what kinds of values it had."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in field.kinds.items())
    return f"{field.verdict.value:{WIDTH}} {field.path}{f'  ({kinds})' if kinds else ''}"
