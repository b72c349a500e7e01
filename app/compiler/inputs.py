"""The values of variables and arguments, for what usually comes.

graphql-core's own way takes a tenth of the time of a small request. It is for everything, and taken for anything else.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from graphql import GraphQLID, GraphQLSchema, GraphQLString, VariableDefinitionNode, VariableNode, get_nullable_type
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_argument_values, get_variable_values
from graphql.language import ListValueNode, ObjectValueNode

from app.compiler.plan import Root

Values: TypeAlias = Mapping[str, Any]

_TEXTS = {GraphQLString, GraphQLID}
_REPRESENTATIONS = "[_Any!]"
_NESTED = (ListValueNode, ObjectValueNode)


class Variables:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, definitions: Sequence[VariableDefinitionNode]) -> None:
        """See which of them are usual: texts and representations of entities, without a default."""
        self._schema = schema
        self._definitions = definitions
        signatures = [get_variable_signature(schema, definition) for definition in definitions]
        self._usual = {one.name: one for one in signatures if isinstance(one, GraphQLVariableSignature) and _kind(one)}
        self._kinds = {name: _kind(one) for name, one in self._usual.items()}
        self._all_are_usual = len(self._usual) == len(definitions)

    def values(self, inputs: Values) -> VariableValues | None:
        """Return the values of variables; None where they have none."""
        if self._all_are_usual and all(_is(kind, inputs.get(name)) for name, kind in self._kinds.items()):
            sources = {name: VariableValueSource(signature, inputs[name]) for name, signature in self._usual.items()}
            return VariableValues(sources, {name: inputs[name] for name in self._usual})
        found = get_variable_values(self._schema, self._definitions, dict(inputs))
        return found if isinstance(found, VariableValues) else None


def _kind(signature: GraphQLVariableSignature) -> type | None:
    """Return the type of values that are taken as they come; None where there is none."""
    if signature.default is not None:
        return None
    kind = get_nullable_type(signature.type)
    return str if kind in _TEXTS else list if str(kind) == _REPRESENTATIONS else None


def _is(kind: type | None, value: object) -> bool:
    """Whether a value is of such a type; in a list each must be something."""
    return value.__class__ is kind and (not isinstance(value, list) or None not in value)


class Arguments:
    """The arguments of one root field."""

    def __init__(self, root: Root) -> None:
        """See which of them are variables, and which stand in the document."""
        assert root.declared is not None, "only __typename is not declared"
        self._declared = root.declared
        self._node = root.nodes[0]
        given = {argument.name.value: argument.value for argument in self._node.arguments or ()}
        self._variables = {name: value.name.value for name, value in given.items() if isinstance(value, VariableNode)}
        self._is_usual = not any(isinstance(value, _NESTED) for value in given.values())
        self._written: Values | None = None

    def values(self, variables: VariableValues) -> Values:
        """Return the values of arguments.

        Raises:
            GraphQLError: an argument has no value of its type.
        """
        values = {name: variables.coerced.get(variable) for name, variable in self._variables.items()}
        if self._written is not None and None not in values.values():
            return {**self._written, **values}
        found = get_argument_values(self._declared, self._node, variables)
        if self._is_usual:
            self._written = {name: value for name, value in found.items() if name not in self._variables}
        return found


@lru_cache(1000)
def arguments_of(root: Root) -> Arguments:
    """Return the arguments of a root field of a plan."""
    return Arguments(root)
