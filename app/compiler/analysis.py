"""From a document to a plan. Fields are collected by graphql-core itself, so merging, fragments and directives are its own.

A field that the caller may not see does not come into the plan; what is withheld stands beside it.
"""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLField,
    GraphQLNonNull,
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
    located_error,
    print_ast,
    visit,
)
from graphql.execution.collect_fields import FieldDetailsList, FragmentDetails, GroupedFieldSet, collect_fields, collect_subfields
from graphql.execution.values import VariableValues

from app.auth.principal import Scope, missing
from app.compiler.inputs import Variables
from app.compiler.plan import TYPENAME, Branch, Leaf, Part, Plan, Root, Selection
from app.compiler.withheld import Below, Withheld
from app.schema.personal import mask_of
from app.schema.scopes import scope_of

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
        scopes: those that make a difference to it: two callers who have the same of them are answered by the same plan.
        variables: those it declares.
    """

    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    conditions: tuple[str, ...]
    scopes: frozenset[Scope]
    variables: Variables


def prepared(schema: GraphQLSchema, document: DocumentNode, operation_name: str | None) -> Prepared:
    """Find the operation, and what its shape depends on.

    Raises:
        UnsupportedOperation: there is no such operation, or it is no query, or has directives of an unknown meaning.
    """
    definition = _operation(document, operation_name)
    if definition.operation is not OperationType.QUERY:
        raise UnsupportedOperation("not a query")
    fragments = {node.name.value: FragmentDetails(node) for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    found = _looked_through(document)
    variables = Variables(schema, definition.variable_definitions or ())
    conditions = tuple(sorted(found.variables & set(_flags(definition))))
    return Prepared(definition, fragments, conditions, scopes_that_matter(schema, found.fields), variables)


def _operation(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    named = operations if name is None else [node for node in operations if node.name and node.name.value == name]
    if len(named) != 1:
        raise UnsupportedOperation("no such operation")
    return named[0]


def _flags(definition: OperationDefinitionNode) -> Iterator[str]:
    """Yield the variables that may be conditions. Another operation of the document may have one of the same name and another type."""
    for declared in definition.variable_definitions or ():
        if print_ast(declared.type) in {"Boolean", "Boolean!"}:
            yield declared.variable.name.value


def _looked_through(document: DocumentNode) -> "Names":
    found = Names()
    visit(document, found)
    if found.unknown:
        raise UnsupportedOperation("directive @" + min(found.unknown))
    return found


def scopes_that_matter(schema: GraphQLSchema, names: Container[str]) -> frozenset[Scope]:
    """Return the scopes that some field of these names needs, of whatever type. That of the root fields decides on no plan."""
    kinds = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType) and kind is not schema.query_type]
    fields = [field for kind in kinds for name, field in kind.fields.items() if name in names]
    needed = {Scope.PERSONAL if mask_of(field) else scope_of(field) for field in fields}
    return frozenset(scope for scope in needed if scope)


class Names(Visitor):
    """Collects the names that need to be known for a plan: of fields, of directives, and of the variables in these."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.fields: set[str] = set()
        self.variables: set[str] = set()
        self.unknown: set[str] = set()

    def enter_field(self, node: FieldNode, *_: object) -> None:
        """Remember a field."""
        self.fields.add(node.name.value)

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        """Remember an unknown directive, or the variable of a known one."""
        if node.name.value not in CONDITIONS:
            self.unknown.add(node.name.value)
        self.variables.update(argument.value.name.value for argument in node.arguments or () if isinstance(argument.value, VariableNode))


def analysed(schema: GraphQLSchema, operation: Prepared, conditions: Mapping[str, object], scopes: Container[Scope]) -> Plan:
    """Make the plan of an operation for these values of its conditions, and a caller with these scopes.

    Raises:
        UnsupportedOperation: it selects what is not compiled.
    """
    return _Analysis(schema, operation, conditions, scopes).plan()


class _Analysis:
    def __init__(self, schema: GraphQLSchema, operation: Prepared, conditions: Mapping[str, object], scopes: Container[Scope]) -> None:
        self.schema = schema
        self.scopes = scopes
        self.operation = operation
        self.conditions = dict(conditions)
        self.variables = VariableValues({}, self.conditions)

    def plan(self) -> Plan:
        query = self.schema.query_type
        assert query is not None, "the schema has queries"
        definition, fragments = self.operation.definition, self.operation.fragments
        fields = collect_fields(self.schema, fragments, self.variables, query, definition).grouped_field_set
        return Plan(definition, tuple(self._roots(query, fields)), self.conditions)

    def _roots(self, query: GraphQLObjectType, fields: GroupedFieldSet) -> Iterator[Root]:
        for key, details in fields.items():
            name = details[0].node.name.value
            if name not in ROOTS:
                raise UnsupportedOperation(f"root field {name}")
            nodes = tuple(field.node for field in details)
            if name == TYPENAME:
                yield Root(key, name, None, nodes, None, None, shows_preferences=False, shows_consents=False)
                continue
            declared = query.fields[name]
            selection, withheld = self._selection(self._profile(declared.type), details)
            attributes = set(selection.attributes())
            shown = {"shows_preferences": "preferences" in attributes, "shows_consents": "consents" in attributes}
            yield Root(key, name, declared, nodes, selection, withheld if withheld.fields else None, **shown)

    def _profile(self, declared: object) -> GraphQLObjectType:
        """Return the object type of a root field; the entity union has but one member."""
        named = get_named_type(declared)  # type: ignore[call-overload] # any type of the schema
        [kind] = named.types if isinstance(named, GraphQLUnionType) else [named]
        assert isinstance(kind, GraphQLObjectType)
        return kind

    def _selection(self, kind: GraphQLObjectType, details: FieldDetailsList) -> tuple[Selection, Withheld]:
        definition, fragments = self.operation.definition, self.operation.fragments
        fields = collect_subfields(self.schema, fragments, self.variables, definition, kind, details).grouped_field_set
        withheld = Withheld(tuple(fields), {})
        parts = [self._part(kind, key, of_key, withheld) for key, of_key in fields.items()]
        return Selection(kind.name, tuple(part for part in parts if part)), withheld

    def _part(self, kind: GraphQLObjectType, key: str, details: FieldDetailsList, withheld: Withheld) -> Part | None:
        """Return what is read of a field, if anything, and note what is withheld of it."""
        name = details[0].node.name.value
        if name == TYPENAME:
            return Leaf(key, TYPENAME)
        declared = kind.fields[name]
        forbidden = self._forbidden(declared, details)
        if forbidden:
            withheld.fields[key] = forbidden
            return None
        attribute: str = declared.extensions["strawberry-definition"].python_name
        named = get_named_type(declared.type)
        if is_leaf_type(named):
            mask = None if Scope.PERSONAL in self.scopes else mask_of(declared)
            if mask:
                withheld.fields[key] = mask
            return Leaf(key, attribute)
        assert isinstance(named, GraphQLObjectType), "below a profile there are objects and leaves"
        many = is_list_type(get_nullable_type(declared.type))
        selection, below = self._selection(named, details)
        if below.fields:
            withheld.fields[key] = Below(f"{kind.name}.{name}", many, below)
        return Branch(key, attribute, many, selection)

    def _forbidden(self, declared: GraphQLField, details: FieldDetailsList) -> GraphQLError | None:
        scope = scope_of(declared)
        if scope is None or scope in self.scopes:
            return None
        if isinstance(declared.type, GraphQLNonNull):
            raise UnsupportedOperation("a forbidden field that may not be null")
        return located_error(missing(scope), [field.node for field in details])
