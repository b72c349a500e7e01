"""What becomes of an operation: its plan, what is asked of the source, and the code and SQL that were made for it."""

from collections.abc import Iterator, Mapping
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema
from graphql.execution.values import VariableValues, get_variable_values

from app.compiler.analysis import UnsupportedOperation, analysed, prepared
from app.compiler.code import Style
from app.compiler.lookups import view_of
from app.compiler.plan import TYPENAME, Branch, Plan, Root, Selection
from app.compiler.rest import RestReader
from app.compiler.sql_lookup import Shape, sql_of
from app.model import View
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup

LOOKUPS: Mapping[str, type[Lookup]] = {
    "profilesByPhone": PhoneLookup,
    "profilesByEmail": EmailLookup,
    "profileByAlternateId": AlternateIdLookup,
    "profile": ProfileLookup,
    "_entities": ProfileLookup,
}


def explained(schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, inputs: Mapping[str, Any]) -> str:
    """Explain an operation; variables without a value count as if everything were asked for.

    Args:
        schema: the executable schema.
        document: valid for it.
        operation_name: which of its operations.
        inputs: values of variables, as far as they are known.
    """
    try:
        operation = prepared(document, operation_name)
        variables = get_variable_values(schema, operation.definition.variable_definitions or (), dict(inputs))
        coerced = variables.coerced if isinstance(variables, VariableValues) else inputs
        plan = analysed(schema, operation, {name: coerced.get(name) for name in operation.conditions})
    except (UnsupportedOperation, GraphQLError) as reason:
        return f"Goes the plain way: {reason}.\n"
    return "\n".join(_lines(plan, variables if isinstance(variables, VariableValues) else None)) + "\n"


def _lines(plan: Plan, variables: VariableValues | None) -> Iterator[str]:
    yield "# Plan"
    if plan.conditions:
        yield "for " + ", ".join(f"${name} = {value}" for name, value in plan.conditions.items())
    for root in plan.roots:
        yield f"{root.key}: {root.name}"
        if root.selection is not None:
            yield from _tree(root.selection, "  ")
    for root in plan.roots:
        if root.name != TYPENAME:
            yield from _of_root(root, variables)


def _tree(selection: Selection, indent: str) -> Iterator[str]:
    for part in selection.parts:
        if isinstance(part, Branch):
            yield f"{indent}{part.key}: {part.attribute}, {'a list of ' if part.many else ''}{part.selection.type}"
            yield from _tree(part.selection, indent + "  ")
        else:
            yield f"{indent}{part.key}: {part.attribute}"


def _of_root(root: Root, variables: VariableValues | None) -> Iterator[str]:
    assert root.selection is not None, "there is something to read"
    view = _view(root, variables)
    kind = LOOKUPS[root.name]
    yield f"\n# {root.key}: reads"
    each = " for each representation" if root.name == "_entities" else ""
    yield f"one {kind.__name__}{each}; implied={_flag(view.implied)}, includeConsentHistory={_flag(view.history)}"
    reader = RestReader(root)
    reader.prepare(view)
    [(style, program)] = reader.programs.items()
    yield f"\n# {root.key}: REST, {'narrowed here: ' + ', '.join(sorted(style.narrowed)) if style != Style() else 'as it comes'}"
    yield program.text
    yield f"# {root.key}: SQL"
    yield sql_of(root.selection, Shape(kind, typed=False, inactive=False, view=view), "sqlite")


def _view(root: Root, variables: VariableValues | None) -> View:
    if variables is None:
        return View(implied=root.shows_preferences, history=root.shows_consents)
    return view_of(root, variables)


def _flag(value: bool) -> str:  # noqa: FBT001 - the flag is what is written
    return "true" if value else "false"
