"""Errors as clients see them: each with a code, none with personal data, what is not ours masked.

graphql-core repeats literals and variables in its messages. Here those are phone numbers, so the messages lose them.
"""

import logging
import re
import traceback
from collections.abc import Iterable, Iterator

from graphql import (
    GraphQLError,
    GraphQLFormattedError,
    GraphQLSyntaxError,
    Node,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    Visitor,
    print_ast,
    visit,
)

from app.errors import GatewayError

log = logging.getLogger(__name__)

PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
OPERATION_UNKNOWN = "OPERATION_RESOLUTION_FAILURE"
BAD_USER_INPUT = "BAD_USER_INPUT"
INTERNAL = "INTERNAL_SERVER_ERROR"

FOUND_TOKEN = re.compile(r"""\b(Int|Float|String|BlockString|Name) ['"].*""", re.DOTALL)
GIVEN_NAME = re.compile(r" named ['\"].*", re.DOTALL)


def of_document(error: GraphQLError) -> GraphQLFormattedError:
    """Format an error of reading a document."""
    if isinstance(error.original_error, GatewayError):
        return error.formatted
    if isinstance(error, GraphQLSyntaxError):
        return coded(error, FOUND_TOKEN.sub(r"\1.", error.message), PARSE_FAILED)
    return coded(error, without_literals(error), VALIDATION_FAILED)


def of_refusal(refused: GatewayError) -> GraphQLFormattedError:
    """Format why an operation is not executed."""
    return {"message": str(refused), "extensions": dict(refused.extensions)}


def of_request(error: GraphQLError) -> GraphQLFormattedError:
    """Format an error met before execution began: no such operation, or a variable of the wrong type."""
    definition = next((node for node in error.nodes or () if isinstance(node, VariableDefinitionNode)), None)
    if definition is None:
        return coded(error, GIVEN_NAME.sub(" of that name.", error.message), OPERATION_UNKNOWN)
    expected = print_ast(definition.type)
    return coded(error, f"Variable '${definition.variable.name.value}' has no valid value of type {expected}.", BAD_USER_INPUT)


def of_field(error: GraphQLError, request_id: str) -> GraphQLFormattedError:
    """Format an error met at a field. One that is not ours is masked, and logged without its text."""
    if isinstance(error.original_error, GatewayError):
        return error.formatted
    log.error("request %s failed at a field: %s", request_id, origin(error.original_error or error))
    return coded(error, "The gateway failed. Report the request id.", INTERNAL, requestId=request_id)


def codes(errors: Iterable[GraphQLFormattedError]) -> tuple[str, ...]:
    """Return the codes of formatted errors, each once."""
    return tuple(sorted({error["extensions"]["code"] for error in errors}))


def coded(error: GraphQLError, message: str, code: str, **details: str) -> GraphQLFormattedError:
    """Keep where an error happened, and say what happened in our words."""
    return {**error.formatted, "message": message, "extensions": {"code": code, **details}}


def origin(exception: BaseException) -> str:
    """Say which exception arose where; an exception's own text may hold anything, so it is left out."""
    frames = "".join(traceback.format_tb(exception.__traceback__))
    return f"{type(exception).__name__}\n{frames}"


def without_literals(error: GraphQLError) -> str:
    """Take every literal of the document out of a message."""
    message = error.message
    for literal in sorted(literals(error), key=len, reverse=True):
        message = message.replace(literal, "…")
    return message


def literals(error: GraphQLError) -> Iterator[str]:
    """Yield the literals below the error's nodes, as messages print them."""
    for node in error.nodes or ():
        found = Literals()
        visit(node, found)
        yield from found.texts


class Literals(Visitor):
    """Collects the literals below a node."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.texts: list[str] = []

    def enter(self, node: Node, *_: object) -> None:
        """Remember a literal, quoted and bare."""
        if isinstance(node, ValueNode) and not isinstance(node, VariableNode):
            self.texts.append(print_ast(node))
            self.texts.extend(text for text in [getattr(node, "value", None)] if isinstance(text, str) and text)
