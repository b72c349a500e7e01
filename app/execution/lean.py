"""The plain way, leaner: graphql-core's executor without its cost per value.

graphql-core spends some forty calls on each field: a path, an info object, a resolver, a completion. For a field whose resolver is
"take the attribute", all of that comes to a look-up. Here such fields are written directly, with all that is below them
(``ready.py``), and everything else goes the ordinary way: fields that have arguments or are forbidden, collections that were not read
yet, values of an unexpected type, nulls where none may be. So the answer is graphql-core's own, and so is each of its errors.
"""

from collections.abc import Awaitable, Iterator, Mapping
from typing import Any, NamedTuple

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLLeafType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLStreamDirective,
    TypeNameMetaFieldDef,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.execution.executor import Executor
from graphql.pyutils import Path
from strawberry.types.field import StrawberryField

from app.auth.principal import Principal, Scope
from app.execution.ready import ConstantWrites, Fields, ObjectWrites, Ready, Selected, Write, Writes, listed, unchanged
from app.schema.collection import is_collection
from app.schema.personal import mask_of
from app.schema.scopes import scope_of


class Taken(NamedTuple):
    """What of a selection is taken directly. ``whole`` is kept so that its identity stays its own."""

    whole: GroupedFieldSet
    selected: Selected


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
        """Take what is ready, and let graphql-core execute the rest (GraphQL specification, section 6.3)."""
        taken = self._taken.get(id(grouped_field_set)) or self._split(parent_type, grouped_field_set)
        fields = taken.selected.partly(source_value)
        if len(fields) == len(grouped_field_set):
            return fields
        rest = {name: details for name, details in grouped_field_set.items() if name not in fields}
        in_order = {**dict.fromkeys(grouped_field_set), **fields}
        return merged(in_order, super().execute_fields(parent_type, source_value, path, rest, position_context))

    def _split(self, parent_type: GraphQLObjectType, whole: GroupedFieldSet) -> Taken:
        taken = self._taken[id(whole)] = Taken(whole, Selected(list(self._ready(parent_type, whole))))
        return taken

    def _ready(self, parent_type: GraphQLObjectType, whole: GroupedFieldSet) -> Iterator[Ready]:
        """Yield those fields of a selection that can be taken directly."""
        for name, details in whole.items():
            field = self.schema.get_field(parent_type, details[0].node.name.value)
            if field is TypeNameMetaFieldDef:
                yield Ready(name, "__class__", ConstantWrites(parent_type.name))
            elif field and self._is_attribute(field) and not is_streamed(details):
                writes = self._writes(field, details)
                if writes is not None:
                    yield Ready(name, field.extensions[DECLARED].python_name, writes)

    def _is_attribute(self, field: GraphQLField) -> bool:
        """Whether the resolver only takes an attribute, for this caller: a collection is one if its scope is there."""
        declared = field.extensions.get(DECLARED)
        if not isinstance(declared, StrawberryField):
            return False
        scope = scope_of(field) if is_collection(field) else None
        return declared.is_basic_field or mask_of(field) is not None or (scope is not None and self._principal.has(scope))

    def _writes(self, field: GraphQLField, details: FieldDetailsList) -> Writes | None:
        """Say how the values of a field are written; None where that is left to graphql-core."""
        writes, mask = self._writes_of(field.type, details), mask_of(field)
        if writes is not None and mask and not self._principal.has(Scope.PERSONAL):
            writes[str] = mask
        return writes

    def _writes_of(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Writes | None:
        if isinstance(kind, GraphQLNonNull):
            return self._writes_of_something(kind.of_type, details)
        writes = self._writes_of_something(kind, details)
        if writes is not None:
            writes[type(None)] = unchanged
        return writes

    def _writes_of_something(self, kind: GraphQLOutputType, details: FieldDetailsList) -> Writes | None:
        if isinstance(kind, GraphQLList):
            items = self._writes_of(kind.of_type, details)
            return None if items is None else Writes({tuple: listed(items)})
        if isinstance(kind, GraphQLObjectType):
            return self._writes_of_objects(kind, details)
        return writes_of_leaf(kind) if is_leaf_type(kind) else None

    def _writes_of_objects(self, kind: GraphQLObjectType, details: FieldDetailsList) -> Writes | None:
        """Say how objects are written, if all that is selected of them can be."""
        if kind.is_type_of:
            return None
        try:
            whole = self.collect_subfields(kind, details).grouped_field_set
        except GraphQLError:  # graphql-core will meet it again, if there is an object at all
            return None
        ready = list(self._ready(kind, whole))
        return ObjectWrites(Selected(ready)) if len(ready) == len(whole) else None

    @property
    def _principal(self) -> Principal:
        principal: Principal = self.context_value.principal
        return principal


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


def is_streamed(details: FieldDetailsList) -> bool:
    """Whether a list is wanted in parts; graphql-core sees to the arguments even where it does not do so."""
    return any(directive.name.value == GraphQLStreamDirective.name for directive in details[0].node.directives or ())


def writes_of_leaf(kind: GraphQLLeafType) -> Writes:
    """Say how the expected values of a leaf type are written."""
    if isinstance(kind, GraphQLEnumType):
        names = {value.value: name for name, value in kind.values.items()}
        return Writes({type(value): names.__getitem__ for value in names})
    return Writes(WRITES.get(kind.name, {str: unchanged}))


DECLARED = "strawberry-definition"
# Strings and dates are text; what has no entry here is too.
WRITES: Mapping[str, Mapping[type, Write]] = {"Boolean": {bool: unchanged}, "ID": {str: unchanged, int: str}}
