"""The plain way, leaner: graphql-core's executor without its cost per leaf.

graphql-core spends some forty calls on each field: a path, an info object, a resolver, a completion. For a leaf whose resolver is
"take the attribute", all of that comes to a look-up. Here such leaves are taken directly, and everything else (collections, values of
an unexpected type, nulls where none may be) goes the ordinary way, so the answer is graphql-core's own.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

from graphql import GraphQLEnumType, GraphQLField, GraphQLLeafType, GraphQLNonNull, GraphQLObjectType, is_leaf_type
from graphql.execution.collect_fields import GroupedFieldSet
from graphql.execution.executor import Executor
from graphql.pyutils import Path
from strawberry.types.field import StrawberryField

from app.auth.principal import Scope
from app.schema.personal import mask_of

Fields: TypeAlias = dict[str, Any]
Write: TypeAlias = Callable[[Any], Any]


class Leaf(NamedTuple):
    """How a leaf is taken from its object.

    Attributes:
        name: its key in the answer.
        attribute: the attribute that holds it.
        writes: by the type of a value, how it is written; a value of another type goes the ordinary way.
    """

    name: str
    attribute: str
    writes: Mapping[type, Write]


class Taken(NamedTuple):
    """A selection, split: leaves to take directly, and the rest. ``whole`` is kept so that its identity stays its own."""

    whole: GroupedFieldSet
    leaves: list[Leaf]
    rest: GroupedFieldSet


class LeanExecutor(Executor[None]):
    """Executes one operation; graphql-core makes one for each."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - graphql-core's own, handed on
        """Remember how selections are taken, for as long as the operation runs."""
        super().__init__(*arguments, **options)
        self._taken: dict[int, Taken] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,  # noqa: ANN401 - any model value
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: None,
    ) -> Awaitable[Fields] | Fields:
        """Take the leaves, and let graphql-core execute the rest (GraphQL specification, section 6.3)."""
        taken = self._taken.get(id(grouped_field_set)) or self._split(parent_type, grouped_field_set)
        fields: Fields = dict.fromkeys(grouped_field_set)
        rest = taken.rest
        for name, attribute, writes in taken.leaves:
            value = getattr(source_value, attribute)
            write = writes.get(type(value))
            if write is None:
                rest = {**rest, name: grouped_field_set[name]}
            else:
                fields[name] = write(value)
        if not rest:
            return fields
        return merged(fields, super().execute_fields(parent_type, source_value, path, rest, position_context))

    def _split(self, parent_type: GraphQLObjectType, whole: GroupedFieldSet) -> Taken:
        leaves, rest = [], {}
        masked = not self.context_value.principal.has(Scope.PERSONAL)
        for name, details in whole.items():
            field = self.schema.get_field(parent_type, details[0].node.name.value)
            leaf = field and leaf_of(name, field, masked=masked)
            if leaf:
                leaves.append(leaf)
            else:
                rest[name] = details
        taken = self._taken[id(whole)] = Taken(whole, leaves, rest)
        return taken


def merged(fields: Fields, rest: Awaitable[Fields] | Fields) -> Awaitable[Fields] | Fields:
    """Put the rest in its places; the order is that of the selection."""
    if isinstance(rest, dict):
        fields.update(rest)
        return fields
    return awaited(fields, rest)


async def awaited(fields: Fields, rest: Awaitable[Fields]) -> Fields:
    """Wait for the rest first."""
    fields.update(await rest)
    return fields


def leaf_of(name: str, field: GraphQLField, *, masked: bool) -> Leaf | None:
    """Describe how to take a field, if it is a leaf that is simply an attribute, or one that is personal and perhaps ``masked``."""
    nullable = not isinstance(field.type, GraphQLNonNull)
    kind = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
    declared = field.extensions.get("strawberry-definition")
    if not is_leaf_type(kind) or not isinstance(declared, StrawberryField):
        return None
    mask = None if declared.is_basic_field else mask_of(field)
    if not (declared.is_basic_field or mask):
        return None
    writes: dict[type, Write] = {str: mask} if mask and masked else writes_of(kind)
    return Leaf(name, declared.python_name, {**writes, **NULL} if nullable else writes)


def writes_of(kind: GraphQLLeafType) -> dict[type, Write]:
    """Say how the expected values of a leaf type are written."""
    if isinstance(kind, GraphQLEnumType):
        names = {value.value: name for name, value in kind.values.items()}
        return {type(value): names.__getitem__ for value in names}
    return WRITES.get(kind.name, {str: unchanged})


def unchanged(value: Any) -> Any:  # noqa: ANN401 - any leaf
    """Write a value as it is."""
    return value


# Strings and dates are text; what has no entry here is too.
NULL: dict[type, Write] = {type(None): unchanged}
WRITES: dict[str, dict[type, Write]] = {"Boolean": {bool: unchanged}, "ID": {str: unchanged, int: str}}
