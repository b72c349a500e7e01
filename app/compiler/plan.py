"""What an operation is compiled to before any code is written: which fields of which types stand under which keys of the answer.

A plan is made for callers with certain scopes, and reads only what they may see.

Equal selections are equal values, so the code of a selection that occurs five times in an operation is made once.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from graphql import FieldNode, GraphQLField, OperationDefinitionNode
from msgspec import Struct

from app.compiler.withheld import Withheld

TYPENAME = "__typename"


class Leaf(Struct, frozen=True):
    """A field without a selection.

    Attributes:
        key: where it stands in the answer.
        attribute: what the model calls it; ``__typename`` for the name of the type.
    """

    key: str
    attribute: str


class Branch(Struct, frozen=True):
    """A field with a selection.

    Attributes:
        key: where it stands in the answer.
        attribute: what the model calls it.
        many: whether it is a list.
        selection: what is selected of its type.
    """

    key: str
    attribute: str
    many: bool
    selection: "Selection"


Part: TypeAlias = Leaf | Branch


class Selection(Struct, frozen=True, cache_hash=True):
    """What is selected of one type, in the order of the answer. Fields that were merged are one."""

    type: str
    parts: tuple[Part, ...]

    def attributes(self) -> Iterator[str]:
        """Yield the attributes selected here and below."""
        for part in self.parts:
            yield part.attribute
            if isinstance(part, Branch):
                yield from part.selection.attributes()


class Root(Struct, frozen=True, eq=False):
    """A root field.

    Attributes:
        key: where it stands in the answer.
        name: what the graph calls it.
        declared: its declaration, which knows its arguments.
        nodes: where it stands in the document, more than once if it was merged; arguments are equal in all of them.
        selection: what is read of each profile: all that is selected and the caller may see; None for ``__typename``.
        withheld: what the caller is not shown, or only masked; None when that is nothing.
        shows_preferences: whether preferences are selected anywhere below: only then can it matter whether implied ones are asked for.
        shows_consents: whether consents are: only then can their history matter.
    """

    key: str
    name: str
    declared: GraphQLField | None
    nodes: tuple[FieldNode, ...]
    selection: Selection | None
    withheld: Withheld | None
    shows_preferences: bool
    shows_consents: bool


class Plan(Struct, frozen=True, eq=False):
    """An operation, with its directives decided.

    Attributes:
        operation: its definition, which knows its variables.
        roots: its root fields, in the order of the answer.
        conditions: the values of the variables that ``@skip`` and ``@include`` name.
    """

    operation: OperationDefinitionNode
    roots: tuple[Root, ...]
    conditions: Mapping[str, object]
