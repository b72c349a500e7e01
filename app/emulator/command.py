"""The command that runs the emulator."""

from pathlib import Path

import click

from app.emulator.running import serve

DEFAULT_ACCOUNT = "demo"
_HINT = "There are no profiles to serve. Make some with `profile-gateway generate 1000 > profiles.jsonl`, then pass --data profiles.jsonl."


class _AccountFile(click.ParamType[tuple[str, Path]]):
    name = "ID=FILE"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        account_id, _, file = str(value).partition("=")
        if not account_id or not Path(file).is_file():
            self.fail("Write ID=FILE, where FILE is a file of JSON Lines that exists.", param, ctx)
        return account_id, Path(file)


@click.command()
@click.option(
    "--data",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Profiles of the account {DEFAULT_ACCOUNT}: one per line, in the upstream's JSON.",
)
@click.option("--account", "accounts", type=_AccountFile(), multiple=True, help="Profiles of another account. May be repeated.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="The port to listen on.")
@click.option("--latency", type=click.FloatRange(min=0), default=0, show_default=True, help="Seconds that every answer is held back.")
def emulate(data: Path | None, accounts: tuple[tuple[str, Path], ...], host: str, port: int, latency: float) -> None:
    """Run a stand-in for the upstream. It accepts any credentials, and gives any client a token at /oauth/token."""
    files = ({DEFAULT_ACCOUNT: data} if data else {}) | dict(accounts)
    if not files:
        raise click.UsageError(_HINT)
    serve(files, host, port, latency)
