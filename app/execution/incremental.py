"""Incremental delivery: with ``@defer`` and ``@stream`` the first part of an answer goes out at once, and slow ones follow."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol

import orjson
from graphql import ExperimentalIncrementalExecutionResults, GraphQLError
from graphql.execution import SubsequentIncrementalExecutionResult

from app.context import Context
from app.execution import public_errors


class Part(Protocol):
    """Whatever graphql-core formats with errors in it."""

    errors: list[GraphQLError] | None

    @property
    def formatted(self) -> Any:  # noqa: ANN401 - a mapping whose keys differ
        """The part, with errors as graphql-core shows them."""


def may_delay(text: str) -> bool:
    """Whether a document may have the directives at all; most have not, and go the faster ways."""
    return "defer" in text or "stream" in text


async def parts(
    results: ExperimentalIncrementalExecutionResults, context: Context, extensions: Mapping[str, object]
) -> AsyncIterator[bytes]:
    """Write each part as JSON, as soon as it is there, and extensions with the first. Whoever stops asking stops the reading too."""
    try:
        first = public(results.initial_result, context.request_id)
        yield orjson.dumps({**first, "extensions": extensions} if extensions else first)
        async for further in results.subsequent_results:
            yield orjson.dumps(following(further, context.request_id))
    finally:
        context.loaders.stop()


def following(further: SubsequentIncrementalExecutionResult, request_id: str) -> dict[str, object]:
    """Format what comes after the first part."""
    shown: dict[str, object] = {**further.formatted}
    for name in ("incremental", "completed"):
        found: list[Part] | None = getattr(further, name)
        if found:
            shown[name] = [public(part, request_id) for part in found]
    return shown


def public(part: Part, request_id: str) -> dict[str, object]:
    """Format a part with its errors as clients may see them."""
    shown: dict[str, object] = {**part.formatted}
    if part.errors:
        shown["errors"] = [public_errors.of_field(error, request_id) for error in part.errors]
    return shown
