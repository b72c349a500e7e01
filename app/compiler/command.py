"""``profile-gateway explain``."""

from pathlib import Path

import click
import orjson
from graphql import GraphQLError, parse, validate

from app.compiler.explain import explained
from app.schema.graph import build_schema, executable


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--operation", help="Which operation of the document, if there are several.")
@click.option("--variables", default="{}", help="Their values, as a JSON object.")
def explain(file: Path, operation: str | None, variables: str) -> None:
    """Show what becomes of the operation in FILE: plan, reads of the source, generated code, SQL."""
    schema = executable(build_schema())
    try:
        document = parse(file.read_text(encoding="utf-8"))
        inputs = orjson.loads(variables)
    except (GraphQLError, orjson.JSONDecodeError) as error:
        raise click.ClickException(str(error)) from None
    problems = validate(schema, document)
    if problems:
        raise click.ClickException("\n".join(problem.message for problem in problems))
    click.echo(explained(schema, document, operation, inputs), nl=False)
