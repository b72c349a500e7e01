"""``profile-gateway serve``: check everything first, say what is served, then serve."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping

import click
import uvicorn
from uvicorn.supervisors import Multiprocess

from app.access_settings import auth_of
from app.auth.opening import check_scheme
from app.errors import GatewayError
from app.execution.trusted import TrustMode, load_trusted
from app.greeting import greeting
from app.opening import make_ready
from app.recording import check_place
from app.settings import PREFIX, Settings, SettingsError, load_settings
from app.starting import lasting
from app.web.counting import open_counts

GRACE_S = 10
DEMO_ACCOUNT = "demo"
UNGUARDED = (
    "WARNING: nobody is asked who they are (PROFILES_AUTH=none). Whoever can use this machine can read everything.\n"
    "         Set PROFILES_AUTH to jwt, api-keys or pass-through before there is more than demo data in it.\n"
)


class Refused(click.ClickException):
    """The gateway cannot start."""

    exit_code = 2


@click.command()
@click.option("--host", help="The address to listen on.")
@click.option("--port", help="The port to listen on; 0 takes a free one.")
@click.option("--source", help="Where profiles come from: sql or rest.")
@click.option("--upstream-url", help="The upstream's base, up to and including /Profiles/v4.")
@click.option("--workers", help="Worker processes.")
@click.option("--demo", is_flag=True, help="Make the embedded store with demo data where there is none yet.")
def serve(*, demo: bool, **options: str | None) -> None:
    """Serve the graph. Everything else is set by the environment; options win over it."""
    if demo:
        os.environ.setdefault(f"{PREFIX}ACCOUNT_ID", DEMO_ACCOUNT)
    hand_on(options)
    try:
        with lasting():
            settings = load_settings()
            prepare(settings, demo=demo)
    except SettingsError as error:
        raise Refused("\n".join(["these settings cannot be used:", *error.problems])) from None
    except (GatewayError, ValueError) as error:
        raise Refused(str(error)) from None
    run(settings, demo=demo)


def hand_on(options: Mapping[str, str | None]) -> None:
    """Put the options into the environment, where each worker process reads its settings."""
    os.environ.update({f"{PREFIX}{name.upper()}": value for name, value in options.items() if value is not None})


def prepare(settings: Settings, *, demo: bool) -> None:
    """Check what the settings name, and make sure that the store can be read.

    Raises:
        StoreUnavailable: when it cannot, saying what to do.
        ValueError: when the store's URL is none, or a file that is needed cannot be used.
    """
    check_access(settings)
    check_operations(settings)
    make_ready(settings, call, demo=demo)


def check_access(settings: Settings) -> None:
    """See that callers can be judged and recorded, and say so when they are not judged.

    Raises:
        ValueError: they cannot, saying why.
    """
    check_scheme(settings)
    if settings.access_record != "off":
        check_place(settings.access_record)
    if auth_of(settings.model_dump()) == "none":
        click.secho(UNGUARDED, err=True, bold=True)


def check_operations(settings: Settings) -> None:
    """See that trusted documents can be read, and requests counted.

    Raises:
        ValueError: they cannot, saying why.
    """
    if settings.documents:
        load_trusted(settings.documents, TrustMode(settings.documents_mode))
    open_counts(settings.rate_limit_store.get_secret_value())


def call(command: str) -> None:
    """Run another command of ours; what it needs is then not loaded by every process that serves."""
    done = subprocess.run([sys.executable, "-m", "app", command], check=False)  # noqa: S603 - a program of ours, a word of ours
    if done.returncode != 0:
        raise Refused(f"the store cannot be made ready, see above ({command}).")


def run(settings: Settings, *, demo: bool) -> None:
    """Listen, say so, and serve until interrupted. No access log: its lines would hold what is looked up."""
    config = uvicorn.Config(
        "app.worker:application",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    listener = listening(settings)
    click.echo(greeting(settings.host, listener.getsockname()[1], demo=demo))
    server = uvicorn.Server(config)
    if settings.workers > 1:
        Multiprocess(config, sockets=[listener]).run()
    else:
        server.run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    """Open the port before anything is promised."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        raise Refused(
            f"cannot listen on {settings.host}, port {settings.port}: {error.strerror}. Take another with PROFILES_PORT."
        ) from None
    listener.set_inheritable(True)  # worker processes share it
    return listener
