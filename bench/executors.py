"""The executor of first uses beside graphql-core's own, over profiles that are in memory already: nothing but execution is timed."""

from collections.abc import Sequence
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLSchema, execute, parse
from graphql.execution.executor import Executor

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.execution.lean import LeanExecutor
from app.loaders import Loaders
from app.model import Handle, Profile
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller, Collection, Edge, Found, Lookup
from app.source.translation import profile_from_json
from bench.by_turns import Way, times_as_fast
from bench.data import first_group, shared_numbers
from bench.places import ACCOUNT, BENCH

_INCREMENTAL = {"defer", "stream"}
_DOCUMENT = parse((BENCH / "everything.graphql").read_text())


class Held:
    """A source that holds the answer already."""

    def __init__(self, held: Sequence[Profile]) -> None:
        """Answer every lookup with these."""
        self._held = tuple(held)

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> dict[Lookup, Found]:  # noqa: ARG002 - the protocol's
        """Answer each lookup alike."""
        return dict.fromkeys(lookups, self._held)

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> dict[Handle, Collection]:  # noqa: ARG002 - the protocol's
        """Have nothing left to read."""
        raise AssertionError(f"{edge} of {len(parents)} parents stands in the values")

    async def ready(self) -> None:
        """Be ready."""

    async def close(self) -> None:
        """Hold nothing open."""


async def lean_beside_stock() -> float:
    """Return how many times as fast as graphql-core's the lean executor is, on 50 full profiles."""
    schema = without_incremental(executable(build_schema()))
    source = Held([profile_from_json(orjson.dumps(profile), ACCOUNT) for profile in first_group()])
    return await times_as_fast(way(LeanExecutor, schema, source), way(Executor, schema, source))


def without_incremental(schema: GraphQLSchema) -> GraphQLSchema:
    """Return the schema as graphql-core's ordinary executor takes it: without the directives of incremental delivery."""
    whole: dict[str, Any] = {**schema.to_kwargs()}
    return GraphQLSchema(**{**whole, "directives": [each for each in whole["directives"] if each.name not in _INCREMENTAL]})


def way(executor: type[Executor[None]], schema: GraphQLSchema, source: Held) -> Way:
    """Make the way of an executor."""

    async def run() -> bytes:
        context = Context("check", ACCOUNT, Loaders(source, Caller(), ANYBODY))
        variables = {"phoneNumber": shared_numbers()[0]}
        running = execute(schema, _DOCUMENT, None, context, variables, executor_class=executor)
        result = running if isinstance(running, ExecutionResult) else await running
        return orjson.dumps(result.formatted)

    return run
