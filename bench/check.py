"""Did the fast way stay fast? Two ways through the same work, in one process and by turns, so only the ratio of their best times counts.

The fast way is ``LeanExecutor`` for now, the plain way graphql-core's own executor. When operations are compiled, ``FAST`` is the place
to put that in.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice
from time import perf_counter
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
from bench.data import SHARE, profiles, shared_numbers
from bench.places import ACCOUNT, BENCH

AT_LEAST = 2.0
"""How many times as fast as the plain way the fast one must be."""

Way = Callable[[Sequence[Profile]], Awaitable[bytes]]

_INCREMENTAL = {"defer", "stream"}
_DOCUMENT = parse((BENCH / "everything.graphql").read_text())


def _schema() -> GraphQLSchema:
    """Return the schema as graphql-core's ordinary executor takes it: without the directives of incremental delivery."""
    whole: dict[str, Any] = {**executable(build_schema()).to_kwargs()}
    return GraphQLSchema(**{**whole, "directives": [each for each in whole["directives"] if each.name not in _INCREMENTAL]})


_SCHEMA = _schema()


class Held:
    """A source that holds the answer already, so that nothing but execution is timed."""

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


def way(executor: type[Executor[None]]) -> Way:
    """Make a way: from profiles to the bytes of an answer."""

    async def run(held: Sequence[Profile]) -> bytes:
        context = Context("check", ACCOUNT, Loaders(Held(held), Caller(), ANYBODY))
        variables = {"phoneNumber": shared_numbers()[0]}
        running = execute(_SCHEMA, _DOCUMENT, None, context, variables, executor_class=executor)
        result = running if isinstance(running, ExecutionResult) else await running
        return orjson.dumps(result.formatted)

    return run


PLAIN: Way = way(Executor)
FAST: Way = way(LeanExecutor)


def ratio(rounds: int = 5) -> float:
    """Return how many times as fast the fast way is, on 50 full profiles.

    Raises:
        AssertionError: when the two answers differ.
    """
    held = [profile_from_json(orjson.dumps(profile), ACCOUNT) for profile in islice(profiles(), SHARE)]
    return asyncio.run(_ratio(held, rounds))


async def _ratio(held: Sequence[Profile], rounds: int) -> float:
    assert await PLAIN(held) == await FAST(held), "the fast way answers otherwise than the plain one"
    times = [(await _seconds(PLAIN, held), await _seconds(FAST, held)) for _ in range(rounds)]
    return min(plain for plain, _ in times) / min(fast for _, fast in times)


async def _seconds(run: Way, held: Sequence[Profile]) -> float:
    started = perf_counter()
    await run(held)
    return perf_counter() - started
