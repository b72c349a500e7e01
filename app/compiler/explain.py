"""What becomes of an operation: its plan, what is asked of the source, and the code or the SQL that was made for it.

The command ``profile-gateway explain`` prints it, and a request that may ask for it finds it in ``extensions.explain``. It names fields,
flags and tables; values of the request are not in it, nor anything that was found.
"""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from graphql import GraphQLError, GraphQLSchema
from graphql.execution.values import VariableValues
from msgspec import Struct

from app.auth.principal import EVERY_SCOPE, Scope
from app.compiler.analysis import analysed, prepared
from app.compiler.code import code_of
from app.compiler.compiler import Asked
from app.compiler.inputs import arguments_of
from app.compiler.lookups import view_of
from app.compiler.plan import TYPENAME, Branch, Plan, Root, Selection
from app.compiler.program import Program
from app.compiler.rest import RestReader
from app.compiler.sql_lookup import Shape, sql_of
from app.context import Context
from app.model import View
from app.schema.arguments import given
from app.source.protocol import AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup, Store
from app.source.rest import RestSource

LOOKUPS: Mapping[str, type[Lookup]] = {
    "profilesByPhone": PhoneLookup,
    "profilesByEmail": EmailLookup,
    "profileByAlternateId": AlternateIdLookup,
    "profile": ProfileLookup,
    "_entities": ProfileLookup,
}


class Readers(NamedTuple):
    """Whose reading is shown, and to whom.

    Attributes:
        rest: whether the code for an upstream's answers is.
        dialect: in whose SQL the statements are; without one there are none.
        scopes: what the caller may see.
    """

    rest: bool
    dialect: str | None
    scopes: Container[Scope]


NATIVE = "# native code does the same as this"
ALL = Readers(rest=True, dialect="sqlite", scopes=EVERY_SCOPE)
"""For a caller who may see everything, whatever the source."""


class Reading(Struct, frozen=True, omit_defaults=True):
    """What one root field reads.

    Attributes:
        field: its key in the answer.
        asks: the kind of lookup, and its flags.
        code: the lines of code that turn an upstream's answer into ours.
        sql: the statement, with placeholders; each of its rows is the JSON of a profile.
    """

    field: str
    asks: str
    code: tuple[str, ...] = ()
    sql: str | None = None


class Explanation(Struct, frozen=True):
    """What becomes of one operation.

    Attributes:
        conditions: the values of the variables in its ``@skip``s and ``@include``s.
        plan: those of its fields that the caller may see, with what the model calls them, indented as they are nested.
        reads: of its root fields.
    """

    conditions: Mapping[str, object]
    plan: tuple[str, ...]
    reads: tuple[Reading, ...]


def readers_of(context: Context) -> Readers:
    """Return the reading of a request's own source, as its caller sees it."""
    source = context.loaders.source
    return Readers(isinstance(source, RestSource), source.dialect if isinstance(source, Store) else None, context.principal.scopes)


def explained(schema: GraphQLSchema, asked: Asked, readers: Readers) -> Explanation:
    """Explain an operation. Variables without a value count as if everything were asked for.

    Raises:
        UnsupportedOperation: it is not compiled.
        GraphQLError: a condition has no value.
    """
    operation = prepared(schema, asked.document, asked.operation_name)
    variables = operation.variables.values(asked.inputs) or VariableValues({}, dict(asked.inputs))
    plan = analysed(schema, operation, {name: variables.coerced.get(name) for name in operation.conditions}, readers.scopes)
    reads = tuple(_reading(root, variables, readers) for root in plan.roots if root.name != TYPENAME)
    return Explanation(plan.conditions, tuple(_lines(plan)), reads)


def _lines(plan: Plan) -> Iterator[str]:
    for root in plan.roots:
        yield f"{root.key}: {root.name}"
        if root.selection is not None:
            yield from _tree(root.selection, "  ")


def _tree(selection: Selection, indent: str) -> Iterator[str]:
    for part in selection.parts:
        if isinstance(part, Branch):
            yield f"{indent}{part.key}: {part.attribute}, {'a list of ' if part.many else ''}{part.selection.type}"
            yield from _tree(part.selection, indent + "  ")
        else:
            yield f"{indent}{part.key}: {part.attribute}"


def _reading(root: Root, variables: VariableValues, readers: Readers) -> Reading:
    assert root.selection is not None, "there is something to read"
    shape = _shape(root, variables)
    code = _code(root, root.selection, shape.view) if readers.rest else ()
    return Reading(root.key, _asks(root, shape), code, sql_of(root.selection, shape, readers.dialect) if readers.dialect else None)


def _shape(root: Root, variables: VariableValues) -> Shape:
    """Return what the arguments make of the lookup, as ``shape_of`` does of the lookup itself."""
    kind = LOOKUPS[root.name]
    try:
        arguments, view = arguments_of(root).values(variables), view_of(root, variables)
    except GraphQLError:
        arguments, view = {}, View(implied=root.shows_preferences, history=root.shows_consents)
    typed = kind is AlternateIdLookup or any(given(arguments.get(name)) for name in ("phoneType", "emailType"))
    return Shape(kind, typed, kind is ProfileLookup or bool(arguments.get("includeInactive")), view)


def _asks(root: Root, shape: Shape) -> str:
    flags = {"implied": shape.view.implied, "includeConsentHistory": shape.view.history}
    if shape.kind in {PhoneLookup, EmailLookup}:
        flags["includeInactive"] = shape.inactive
    each = " for each representation" if root.name == "_entities" else ""
    return f"one {shape.kind.__name__}{each}; " + ", ".join(f"{name}={str(value).lower()}" for name, value in flags.items())


def _code(root: Root, selection: Selection, view: View) -> tuple[str, ...]:
    reader = RestReader(root)
    style = reader.style(view)
    lists = f"narrowed here: {', '.join(sorted(style.narrowed))}" if style.narrowed else "as it comes"
    native = [] if isinstance(reader.program(style), Program) else [NATIVE]
    return (f"# {lists}", *native, *code_of(selection, style).rstrip().splitlines())
