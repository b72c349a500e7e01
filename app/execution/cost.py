"""What an operation may cost: reads of the source, and objects in the answer (IBM's cost specification, as Apollo federation has it).

A field with ``@cost`` reads the source once and weighs what it says; an object weighs one, a leaf nothing; a list has as many items as
``@listSize`` assumes. ``_entities`` reads once for each representation. As the numbers of ``_entities`` may come from a variable, an
estimate keeps them apart, and the rest is counted once for each document. Branches that ``@skip`` and ``@include`` may leave out count.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_introspection_type,
    is_list_type,
)
from msgspec import Struct
from strawberry.federation.schema_directives import Cost, ListSize
from strawberry.types.field import StrawberryField

from app.execution.measure import CEILING
from app.schema.estimates import READ

ENTITIES, REPRESENTATIONS = "_entities", "representations"
INTROSPECTED = 5
"""Assumed length of a list in the schema's description of itself: fields of a type, arguments of a field."""


class Estimate(Struct, frozen=True):
    """What a selection costs.

    Attributes:
        reads: of the source.
        cost: weights of reads, and objects.
        by_variable: reads and cost of each item in a variable.
    """

    reads: int = 0
    cost: int = 0
    by_variable: Mapping[str, tuple[int, int]] = {}

    def beside(self, other: "Estimate") -> "Estimate":
        """Add what stands beside it."""
        by_variable = dict(self.by_variable)
        for name, (reads, cost) in other.by_variable.items():
            known = by_variable.get(name, (0, 0))
            by_variable[name] = (capped(known[0] + reads), capped(known[1] + cost))
        return Estimate(capped(self.reads + other.reads), capped(self.cost + other.cost), by_variable)

    def times(self, count: int) -> "Estimate":
        """Count each item of a list; what a variable multiplies stands at the root, never in a list."""
        return Estimate(capped(self.reads * count), capped(self.cost * count), self.by_variable)

    def of(self, variables: Mapping[str, Any] | None) -> tuple[int, int]:
        """Return reads and cost with these variables."""
        if not self.by_variable:
            return self.reads, self.cost
        reads, total = self.reads, self.cost
        for name, (each_reads, each_cost) in self.by_variable.items():
            count = length((variables or {}).get(name))
            reads, total = reads + count * each_reads, total + count * each_cost
        return reads, total


NOTHING = Estimate()


def capped(number: int) -> int:
    """Keep numbers short."""
    return min(number, CEILING)


def length(value: object) -> int:
    """Say how many items a variable gives: a single value stands for a list of one."""
    if isinstance(value, list):
        return len(value)
    return 0 if value is None else 1


def estimates(schema: GraphQLSchema, document: DocumentNode) -> dict[str, Estimate]:
    """Estimate each operation of a valid document, by its name; an operation without one is ``""``."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    estimating = Estimating(schema, fragments)
    return {node.name.value if node.name else "": estimating.operation(node) for node in operations}


class Estimating:
    """Estimates the operations of one document. Each fragment is estimated once and remembered, as in ``measure.py``."""

    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        """Know the document's fragments by their names."""
        self._schema = schema
        self._fragments = fragments
        self._known: dict[str, Estimate] = {}

    def operation(self, node: OperationDefinitionNode) -> Estimate:
        """Estimate an operation."""
        return self._selection_set(self._schema.get_root_type(node.operation), node.selection_set)

    def _selection_set(self, parent: GraphQLNamedType | None, node: SelectionSetNode) -> Estimate:
        total, spread = NOTHING, set[str]()
        for selection in node.selections:
            if isinstance(selection, FragmentSpreadNode):
                if selection.name.value in spread:
                    continue
                spread.add(selection.name.value)
            total = total.beside(self._selection(parent, selection))
        return total

    def _selection(self, parent: GraphQLNamedType | None, node: SelectionNode) -> Estimate:
        if isinstance(node, FieldNode):
            return self._field(parent, node)
        if isinstance(node, InlineFragmentNode):
            inner = self._schema.get_type(node.type_condition.name.value) if node.type_condition else parent
            return self._selection_set(inner, node.selection_set)
        assert isinstance(node, FragmentSpreadNode), "there are no other selections"
        return self._fragment(node.name.value)

    def _fragment(self, name: str) -> Estimate:
        if name not in self._known:
            node = self._fragments[name]
            self._known[name] = self._selection_set(self._schema.get_type(node.type_condition.name.value), node.selection_set)
        return self._known[name]

    def _field(self, parent: GraphQLNamedType | None, node: FieldNode) -> Estimate:
        name = node.name.value
        field = self._schema.get_field(parent, name) if is_composite_type(parent) else None
        if not (field and node.selection_set and is_composite_type(kind := get_named_type(field.type))):
            return NOTHING
        inside = Estimate(cost=1).beside(self._selection_set(kind, node.selection_set))
        if name == ENTITIES:
            return self._entities(node, Estimate(reads=1, cost=READ.weight).beside(inside))
        return inside.times(self._size(field)).beside(read(field))

    def _entities(self, node: FieldNode, each: Estimate) -> Estimate:
        [given] = [argument.value for argument in node.arguments or () if argument.name.value == REPRESENTATIONS]
        if not isinstance(given, VariableNode):
            return each.times(written(given))
        return Estimate(by_variable={given.name.value: (each.reads, each.cost)})

    def _size(self, field: GraphQLField) -> int:
        if not is_list_type(get_nullable_type(field.type)):
            return 1
        kind = get_named_type(field.type)
        if is_introspection_type(kind):
            return len(self._schema.type_map) if field is self._types else INTROSPECTED
        return next((given.assumed_size or 1 for given in directives(field) if isinstance(given, ListSize)), 1)

    @property
    def _types(self) -> GraphQLField:
        described = self._schema.get_type("__Schema")
        assert isinstance(described, GraphQLObjectType), "every schema describes itself"
        types: GraphQLField = described.fields["types"]
        return types


def written(given: ValueNode) -> int:
    """Count the items that stand in the document."""
    return len(given.values) if isinstance(given, ListValueNode) else 1


def read(field: GraphQLField) -> Estimate:
    """Estimate the field's own read of the source, if it makes one."""
    weight = sum(given.weight for given in directives(field) if isinstance(given, Cost))
    return Estimate(reads=1, cost=weight) if weight else NOTHING


def directives(field: GraphQLField) -> Sequence[object]:
    """Return the directives that stand at a field of ours."""
    declared = field.extensions.get("strawberry-definition")
    return declared.directives if isinstance(declared, StrawberryField) else ()


def objects(answer: object) -> int:
    """Count the objects in the data of an answer; the root is none of them."""
    count, pending = -1, [answer]
    while pending:
        value = pending.pop()
        if isinstance(value, dict):
            count += 1
            pending.extend(item for item in value.values() if isinstance(item, dict | list))
        elif isinstance(value, list):
            pending.extend(value)
    return max(count, 0)
