"""``profile-gateway explain``."""

from collections.abc import Iterator
from pathlib import Path

import click
import orjson
from graphql import GraphQLError, parse, validate

from app.compiler.analysis import UnsupportedOperation
from app.compiler.compiler import Asked
from app.compiler.explain import ALL, Explanation, explained
from app.schema.graph import build_schema, executable


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--operation", help="Which operation of the document, if there are several.")
@click.option("--variables", default="{}", help="Their values, as a JSON object.")
def explain(file: Path, operation: str | None, variables: str) -> None:
    """Show what becomes of the operation in FILE: plan, reads of the source, generated code, SQL."""
    schema = executable(build_schema())
    try:
        text = file.read_text(encoding="utf-8")
        document = parse(text)
        inputs = orjson.loads(variables)
    except (GraphQLError, orjson.JSONDecodeError) as error:
        raise click.ClickException(str(error)) from None
    problems = validate(schema, document)
    if problems:
        raise click.ClickException("\n".join(problem.message for problem in problems))
    try:
        explanation = explained(schema, Asked(text, document, operation, inputs), ALL)
    except (UnsupportedOperation, GraphQLError) as reason:
        click.echo(f"Goes the plain way: {reason}.")
        return
    click.echo("\n".join(_lines(explanation)))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield "# Plan"
    if explanation.conditions:
        yield "for " + ", ".join(f"${name} = {orjson.dumps(value).decode()}" for name, value in explanation.conditions.items())
    yield from explanation.plan
    for reading in explanation.reads:
        yield f"\n# {reading.field}: reads"
        yield reading.asks
        yield f"\n# {reading.field}: REST"
        yield from reading.code
        yield f"\n# {reading.field}: SQL"
        yield reading.sql or ""
