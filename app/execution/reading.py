"""From a text to a document: parse, measure, validate, estimate, in the order of what each step can be made to cost."""

from collections.abc import Mapping

from graphql import DocumentNode, GraphQLError, GraphQLSchema, GraphQLSyntaxError, parse, validate
from msgspec import Struct

from app.execution.cost import Estimate, estimates
from app.execution.limits import LimitMode
from app.execution.measure import measured
from app.execution.policy import Policy
from app.execution.refusals import TooManyTokens, located
from app.execution.rules import ERRORS, rules

TOO_DEEP = "The document is nested too deeply."


class Document(Struct, frozen=True):
    """A parsed document, or the errors that reading it met.

    Attributes:
        estimates: of its operations, by their names, and that of the only one also by None; empty where limits are off.
    """

    node: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()
    estimates: Mapping[str | None, Estimate] = {}


class Reader:
    """Reads documents for one schema."""

    def __init__(self, schema: GraphQLSchema, policy: Policy) -> None:
        """Hold documents to what ``policy`` allows."""
        self._schema = schema
        self._limits = policy.limits
        self._tokens = policy.limits.tokens if policy.limits.enforced else None
        self._rules = rules(introspection=policy.introspection)
        self._hide = not policy.suggestions

    def read(self, text: str) -> Document:
        """Parse a text and check it; what is too large is not validated."""
        try:
            return self._checked(parse(text, max_tokens=self._tokens))
        except GraphQLError as error:
            return Document(None, (self._of_parser(error),))
        except RecursionError:
            return Document(None, (GraphQLError(TOO_DEEP),))

    def _checked(self, node: DocumentNode) -> Document:
        if self._limits.mode is LimitMode.OFF:
            return Document(node, self._problems(node))
        exceeded = tuple(map(located, self._limits.exceeded_by(measured(node)))) if self._limits.enforced else ()
        errors = exceeded or self._problems(node)
        return Document(node, errors) if errors else Document(node, (), by_name(estimates(self._schema, node)))

    def _problems(self, node: DocumentNode) -> tuple[GraphQLError, ...]:
        return tuple(validate(self._schema, node, self._rules, ERRORS, hide_suggestions=self._hide))

    def _of_parser(self, error: GraphQLError) -> GraphQLError:
        """graphql-core has no error of its own for too many tokens."""
        if isinstance(error, GraphQLSyntaxError) and "tokens. Parsing aborted" in error.message and self._tokens is not None:
            return located(TooManyTokens(self._tokens))
        return error


def by_name(estimates: Mapping[str, Estimate]) -> Mapping[str | None, Estimate]:
    """Let the only operation of a document be found without its name, too."""
    found = dict[str | None, Estimate](estimates.items())
    if len(found) == 1:
        found[None] = next(iter(found.values()))
    return found
