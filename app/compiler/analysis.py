"""From a document to a plan. Fields are collected by graphql-core itself, so merging, fragments and directives are its own."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    OperationDefinitionNode,
    OperationType,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    visit,
)
from graphql.execution.collect_fields import FieldDetailsList, FragmentDetails, GroupedFieldSet, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from app.compiler.plan import TYPENAME, Branch, Leaf, Part, Plan, Root, Selection

ROOTS = frozenset({"profilesByPhone", "profilesByEmail", "profileByAlternateId", "profile", "_entities", TYPENAME})
CONDITIONS = frozenset({"skip", "include"})


class UnsupportedOperation(Exception):
    """An operation that goes the plain way; the text says why, in words for a report."""


class Prepared(NamedTuple):
    """An operation of a document, with what its analysis needs.

    Attributes:
        definition: the operation.
        fragments: those of its document, by name.
        conditions: the variables that ``@skip`` and ``@include`` name, sorted.
    """

    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    conditions: tuple[str, ...]


def prepared(document: DocumentNode, operation_name: str | None) -> Prepared:
    """Find the operation, and what its shape depends on.

    Raises:
        UnsupportedOperation: there is no such operation, or it is no query, or has directives of an unknown meaning.
    """
    definition = _operation(document, operation_name)
    if definition.operation is not OperationType.QUERY:
        raise UnsupportedOperation("not a query")
    fragments = {node.name.value: FragmentDetails(node) for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return Prepared(definition, fragments, tuple(sorted(_condition_variables(document))))


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    named = operations if name is None else [node for node in operations if node.name and node.name.value == name]
    if len(named) != 1:
        raise UnsupportedOperation("no such operation")
    return named[0]


def _condition_variables(document: DocumentNode) -> set[str]:
    found = Directives()
    visit(document, found)
    if found.unknown:
        raise UnsupportedOperation("directive @" + min(found.unknown))
    return found.variables


class Directives(Visitor):
    """Collects what directives need to be known for a plan."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.variables: set[str] = set()
        self.unknown: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        """Remember an unknown directive, or the variable of a known one."""
        if node.name.value not in CONDITIONS:
            self.unknown.add(node.name.value)
        self.variables.update(argument.value.name.value for argument in node.arguments or () if isinstance(argument.value, VariableNode))


def analysed(schema: GraphQLSchema, operation: Prepared, conditions: Mapping[str, object]) -> Plan:
    """Make the plan of an operation for these values of its conditions.

    Raises:
        UnsupportedOperation: it selects what is not compiled.
    """
    return _Analysis(schema, operation, conditions).plan()


class _Analysis:
    def __init__(self, schema: GraphQLSchema, operation: Prepared, conditions: Mapping[str, object]) -> None:
        self.schema = schema
        self.operation = operation
        self.conditions = dict(conditions)
        self.variables = VariableValues({}, self.conditions)

    def plan(self) -> Plan:
        query = self.schema.query_type
        assert query is not None, "the schema has queries"
        definition, fragments, _ = self.operation
        fields = collect_fields(self.schema, fragments, self.variables, query, definition).grouped_field_set
        return Plan(definition, tuple(self._roots(query, fields)), self.conditions)

    def _roots(self, query: GraphQLObjectType, fields: GroupedFieldSet) -> Iterator[Root]:
        for key, details in fields.items():
            name = details[0].node.name.value
            if name not in ROOTS:
                raise UnsupportedOperation(f"root field {name}")
            nodes = tuple(field.node for field in details)
            if name == TYPENAME:
                yield Root(key, name, None, nodes, None, shows_preferences=False, shows_consents=False)
                continue
            declared = query.fields[name]
            selection = self._selection(self._profile(declared.type), details)
            attributes = set(selection.attributes())
            shown = {"shows_preferences": "preferences" in attributes, "shows_consents": "consents" in attributes}
            yield Root(key, name, declared, nodes, selection, **shown)

    def _profile(self, declared: object) -> GraphQLObjectType:
        """Return the object type of a root field; the entity union has but one member."""
        named = get_named_type(declared)  # type: ignore[call-overload] # any type of the schema
        [kind] = named.types if isinstance(named, GraphQLUnionType) else [named]
        assert isinstance(kind, GraphQLObjectType)
        return kind

    def _selection(self, kind: GraphQLObjectType, details: FieldDetailsList) -> Selection:
        definition, fragments, _ = self.operation
        fields = collect_subfields(self.schema, fragments, self.variables, definition, kind, details).grouped_field_set
        return Selection(kind.name, tuple(self._part(kind, key, of_key) for key, of_key in fields.items()))

    def _part(self, kind: GraphQLObjectType, key: str, details: FieldDetailsList) -> Part:
        name = details[0].node.name.value
        if name == TYPENAME:
            return Leaf(key, TYPENAME)
        declared = kind.fields[name]
        attribute: str = declared.extensions["strawberry-definition"].python_name
        named = get_named_type(declared.type)
        if is_leaf_type(named):
            return Leaf(key, attribute)
        assert isinstance(named, GraphQLObjectType), "below a profile there are objects and leaves"
        return Branch(key, attribute, is_list_type(get_nullable_type(declared.type)), self._selection(named, details))
