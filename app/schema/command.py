"""``profile-gateway schema``."""

import click

from app.schema.graph import sdl


@click.command()
def schema() -> None:
    """Print the graph's schema, as schema.graphql keeps it."""
    click.echo(sdl(), nl=False)
