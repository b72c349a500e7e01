"""Validation that no document can keep busy for long, and that tells no more of the schema than is wanted."""

from typing import Any

from graphql import FieldNode, GraphQLError, specified_rules
from graphql.validation import (
    ASTValidationRule,
    NoSchemaIntrospectionCustomRule,
    OverlappingFieldsCanBeMergedRule,
    ValidationContext,
    ValidationRule,
)

ERRORS = 20
"""Errors to report of one document; validation ends there."""

COMPARISONS = 20_000
"""graphql-core compares fields of one name in pairs. Documents that people write need next to none of this; 20,000 take some 100 ms."""


class BoundedOverlaps(OverlappingFieldsCanBeMergedRule):
    """graphql-core's rule with a smaller budget than its own, which is enough for a second and more of comparing."""

    def __init__(self, context: ValidationContext) -> None:
        """Begin with the whole budget."""
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = COMPARISONS


class NoSubgraphSchema(ValidationRule):
    """``_service { sdl }`` tells as much as introspection."""

    def enter_field(self, node: FieldNode, *_: Any) -> None:  # noqa: ANN401 - graphql-core's signature
        """Refuse the field where introspection is off."""
        if node.name.value == "_service":
            self.report_error(GraphQLError("Introspection is switched off, and the field '_service' with it.", node))


def rules(*, introspection: bool) -> tuple[type[ASTValidationRule], ...]:
    """Choose the rules that documents are held to."""
    bounded = tuple(BoundedOverlaps if rule is OverlappingFieldsCanBeMergedRule else rule for rule in specified_rules)
    return bounded if introspection else (*bounded, NoSchemaIntrospectionCustomRule, NoSubgraphSchema)
