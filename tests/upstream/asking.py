"""The graph over an upstream, asked as clients ask it."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import orjson

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.limits import OperationLimits
from app.execution.policy import Policy
from app.execution.request import GraphQLRequest
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller
from app.source.rest import RestSource
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Upstream

SCHEMA = executable(build_schema())
POLICY = Policy(limits=OperationLimits(reads=1000))
SINGLE = '{ profile(profileId: "3") { profileId customerType } }'
ENTITIES = "query ($of: [_Any!]!) { _entities(representations: $of) { ... on Profile { profileId customerType } } }"
DEADLINE_S = 1.0


@dataclass
class Answered:
    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    seconds: float

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


class Gateway:
    """The graph over one upstream."""

    def __init__(self, upstream: Upstream, deadline_s: float) -> None:
        self.upstream = upstream
        self._deadline_s = deadline_s
        self._source = RestSource(upstream)
        self._engine = Engine(SCHEMA, Documents(SCHEMA, 10, POLICY), POLICY)

    async def ask(self, query: str, credential: str = "bearer a", **variables: object) -> Answered:
        began = time.monotonic()
        deadline = asyncio.get_running_loop().time() + self._deadline_s
        loaders = Loaders(self._source, Caller(credential, deadline), ANYBODY)
        answer = await self._engine.execute(GraphQLRequest(query, None, variables), Context("request-1", "acme", loaders))
        decoded = orjson.loads(answer.body)
        return Answered(decoded.get("data"), decoded.get("errors", []), time.monotonic() - began)

    async def single(self, credential: str = "bearer a") -> Answered:
        """Ask for profile 3."""
        return await self.ask(SINGLE, credential)

    async def entities(self, numbers: Sequence[int], credential: str = "bearer a") -> Answered:
        """Ask for entities."""
        return await self.ask(ENTITIES, credential, of=[{"__typename": "Profile", "profileId": str(number)} for number in numbers])


@asynccontextmanager
async def gateway_over(url: str, deadline_s: float = DEADLINE_S, **limits: float) -> AsyncIterator[Gateway]:
    """A gateway that gives up soon."""
    soon = {"connect": 0.3, "silence": 0.4, "answer": 100_000, "breaker_failures": 20, "unknown_account": 0, **limits}
    upstream = open_upstream(url, msgspec.convert(soon, Limits))
    try:
        yield Gateway(upstream, deadline_s)
    finally:
        await upstream.close()
