"""The graph over an upstream, asked as clients ask it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

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
from app.upstream.credentials import Credentials
from app.upstream.exchange import Http
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Upstream

SCHEMA = executable(build_schema())
POLICY = Policy(limits=OperationLimits(reads=1000))
SINGLE = '{ profile(profileId: "3") { profileId customerType } }'
ENTITIES = "query ($of: [_Any!]!) { _entities(representations: $of) { ... on Profile { profileId customerType } } }"
DEADLINE_S = 1.5
SLACK_S = 1.4
"""Less than the deadline: what is told at once is told before it, on a machine that has other things to do as well."""

Client: TypeAlias = Callable[[Limits], Http]
"""Makes what carries the calls."""

ONE, TEN = (3,), tuple(range(1, 11))
"""Profiles to read: one by itself, or ten in a batch of entities."""


@dataclass
class Outcomes:
    """What became of each profile: the credential that it was read with, or the code of an error."""

    by_number: dict[int, str]
    seconds: float


@dataclass
class Answered:
    data: dict[str, Any] | None
    errors: list[dict[str, Any]]
    seconds: float

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]


class Gateway:
    """The graph over one upstream.

    Attributes:
        reads_at_most: profiles that were asked for at the same time.
    """

    def __init__(self, upstream: Upstream, deadline_s: float) -> None:
        self.upstream = upstream
        self.reads_at_most = 0
        self._reads = 0
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

    async def read(self, numbers: Sequence[int], credential: str = "bearer a") -> Outcomes:
        """Ask for profile 3 by itself, or for several as entities."""
        with self._counted(len(numbers)):
            answered = await (self.single(credential) if numbers == ONE else self.entities(numbers, credential))
        data = answered.data or {}
        profiles = [data["profile"]] if numbers == ONE else data["_entities"]
        failed = {0 if numbers == ONE else error["path"][-1]: error["extensions"]["code"] for error in answered.errors}
        outcomes = [failed.get(place) or seen_as(number, profiles[place]) for place, number in enumerate(numbers)]
        return Outcomes(dict(zip(numbers, outcomes, strict=True)), answered.seconds)

    @contextmanager
    def _counted(self, reads: int) -> Iterator[None]:
        self._reads += reads
        self.reads_at_most = max(self.reads_at_most, self._reads)
        try:
            yield
        finally:
            self._reads -= reads


def seen_as(number: int, profile: dict[str, str]) -> str:
    """The credential that a profile was read with."""
    assert profile["profileId"] == str(number), "a profile is where it was asked for"
    return profile["customerType"]


@asynccontextmanager
async def gateway_over(
    url: str,
    deadline_s: float = DEADLINE_S,
    client: Client = HttpClient,
    credentials: Callable[[Http], Credentials] | None = None,
    **limits: float,
) -> AsyncIterator[Gateway]:
    """A gateway that gives up soon."""
    soon = {"connect": deadline_s, "silence": 0.7, "answer": 100_000, "breaker_failures": 20, "unknown_account": 0, **limits}
    within = msgspec.convert(soon, Limits)
    upstream = open_upstream(url, within, credentials, client(within))
    try:
        yield Gateway(upstream, deadline_s)
    finally:
        await upstream.close()
