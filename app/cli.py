"""The command ``profile-gateway``: a table of its commands. Each is imported when it is called, so that none waits for the others."""

from importlib import import_module
from typing import cast

import click

from app.starting import lasting

COMMANDS = {
    "serve": "app.serve:serve",
    "demo": "app.demo:demo",
    "import": "app.importing.command:import_profiles",
    "generate": "app.generator.command:generate",
    "emulate": "app.emulator.command:emulate",
    "check-upstream": "app.checking.command:check_upstream",
    "migrate": "app.importing.migrate:migrate_store",
    "explain": "app.compiler.command:explain",
    "schema": "app.schema.command:schema",
    "keys": "app.auth.command:keys",
    "documents": "app.execution.command:documents",
}


class LazyGroup(click.Group):
    """A group whose commands are imported by need."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        with lasting():
            return cast("click.Command", getattr(import_module(module), attribute))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="profile-gateway")
def main() -> None:
    """People's profiles, with their consents and preferences, as one GraphQL graph."""
