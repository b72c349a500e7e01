"""``extensions.explain``: the way that an operation took, and its plan. An answer never fails for it."""

from graphql import GraphQLSchema
from msgspec import to_builtins

from app.compiler.compiler import Asked, why_unsupported
from app.compiler.explain import explained, readers_of
from app.context import Context


def explanation(schema: GraphQLSchema, asked: Asked, context: Context, reason: str | None) -> dict[str, object]:
    """Explain an operation to its caller.

    Args:
        schema: the executable schema.
        asked: the operation, with its variables.
        context: its request's: whose scopes count, and which source is read.
        reason: why it went the plain way this time, as the counters say; None if a plan answered.
    """
    way: dict[str, object] = {"way": "compiled"} if reason is None else {"way": "plain", "reason": reason}
    try:
        return {**way, **to_builtins(explained(schema, asked, readers_of(context)))}
    except Exception as failure:  # noqa: BLE001 - whatever it is, there is an answer
        return {**way, "unsupported": why_unsupported(failure)}
