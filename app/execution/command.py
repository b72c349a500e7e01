"""``profile-gateway documents``."""

from pathlib import Path

import click

from app.execution.policy import Policy, limits_of
from app.execution.public_errors import of_document
from app.execution.reading import Reader
from app.execution.trusted import documents_in, is_false
from app.schema.graph import build_schema, executable
from app.settings import load_settings


@click.group()
def documents() -> None:
    """Look after trusted documents."""


@documents.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path), required=False)
def check(path: Path | None) -> None:
    """Validate every document of PATH (by default PROFILES_DOCUMENTS) against the schema and the limits."""
    settings = load_settings()
    path = path or settings.documents
    if path is None:
        raise click.UsageError("name a folder or a manifest, or set PROFILES_DOCUMENTS.")
    try:
        texts = documents_in(path)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    reader = Reader(executable(build_schema()), Policy(limits=limits_of(settings), introspection=settings.introspection))
    found = [f"{key}: {problem}" for key, text in texts.items() for problem in problems(reader, key, text)]
    for line in found:
        click.echo(line)
    if found or not texts:
        raise click.ClickException(f"{len(texts)} documents, {len(found)} problems")
    click.echo(f"{len(texts)} documents, all valid")


def problems(reader: Reader, key: str, text: str) -> list[str]:
    """List what is wrong with a document."""
    wrong = ["the hash is not that of the text"] if is_false(key, text) else []
    return [*wrong, *(of_document(error)["message"] for error in reader.read(text).errors)]
