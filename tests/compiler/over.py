"""What operations are executed over: an upstream, or a store."""

import re
import zlib
from collections import Counter
from random import Random
from typing import Any, Protocol

import msgspec
import orjson

from app.auth.principal import Principal, Scope
from app.context import Context
from app.errors import UpstreamUnavailable
from app.execution.engine import Engine
from app.execution.record_line import together
from app.execution.request import GraphQLRequest
from app.loaders import Loaders
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from tests.compiler.difference import Answered
from tests.compiler.graph import SCOPES
from tests.compiler.operations import Operation
from tests.compiler.upstream_data import CUT_OFF, UpstreamData
from tests.compiler.watched import WatchedStore
from tests.upstream.in_memory import InMemory

LIMITS = msgspec.convert({"attempts": 1, "unknown_account": 0, "breaker_failures": 1000}, Limits)
SHOWN = re.compile(r"(?<=[?&])(implied|includeConsentHistory)=[^&]*&?")


class Over(Protocol):
    """Something that operations are executed over."""

    @property
    def source(self) -> Source:
        """What reads it."""
        ...

    async def answered(self, engine: Engine, operation: Operation, principal: Principal) -> Answered:
        """Execute an operation as if nothing had been asked before."""
        ...


class Upstream(InMemory):
    """Answers an address always alike, whatever its flags say, and remembers what it was asked."""

    def __init__(self, seed: int, oddness: float) -> None:
        self.seed = seed
        self.oddness = oddness
        self.asked: Counter[str] = Counter()
        self._answers: dict[str, tuple[int, bytes]] = {}

    async def get(self, url: str, headers: Headers) -> Reply | Failure:  # noqa: ARG002
        self.asked[url] += 1
        status, body = self._answers.get(url) or self._made(url)
        if status == CUT_OFF:
            return Failure(UpstreamUnavailable, broken=True)
        return Reply(status, {}, body)

    def _made(self, url: str) -> tuple[int, bytes]:
        whatever_is_shown = SHOWN.sub("", url)
        data = UpstreamData(Random(f"{self.seed} {zlib.crc32(whatever_is_shown.encode())}"), self.oddness)
        return self._answers.setdefault(url, data.answer())


class OverUpstream:
    """Over the REST source; what is asked of the upstream belongs to what comes of an operation."""

    def __init__(self, upstream: Upstream) -> None:
        self.upstream = upstream

    @property
    def source(self) -> RestSource:
        """A new one, that has learnt nothing of the upstream yet."""
        return RestSource(open_upstream("http://upstream.example/v4", LIMITS, http=self.upstream))

    async def answered(self, engine: Engine, operation: Operation, principal: Principal) -> Answered:
        self.upstream.asked.clear()
        answer = await answered(engine, operation, self.source, principal, in_order=True)
        return answer._replace(asked=dict(self.upstream.asked))


class OverStore:
    """Over a store, of which the compiled way may read nothing that is forbidden."""

    def __init__(self, store: WatchedStore, *, in_order: bool = False) -> None:
        self.source = store
        self.in_order = in_order

    async def answered(self, engine: Engine, operation: Operation, principal: Principal) -> Answered:
        await self.source.begin()
        answer = await answered(engine, operation, self.source, principal, in_order=self.in_order)
        forbidden = {table for table in self.source.lists if SCOPES.get(table, Scope.PROFILES) not in principal.scopes}
        assert not forbidden, f"The compiled way read {forbidden}."
        return answer


async def answered(engine: Engine, operation: Operation, source: Source, principal: Principal, *, in_order: bool) -> Answered:
    """Execute. Where several lookups are made, errors are in the order of their paths.

    Args:
        engine: which way.
        operation: what to execute.
        source: where it reads.
        principal: on whose behalf.
        in_order: whether the errors of one lookup keep their order.
    """
    context = Context("request-1", "acme", Loaders(source, Caller(), principal))
    answer = await engine.execute(GraphQLRequest(operation.text, operation.name, operation.variables), context)
    decoded: dict[str, Any] = orjson.loads(answer.body)
    if not in_order or len(decoded.get("data") or ()) != 1 or "_entities" in operation.text:
        decoded.get("errors", []).sort(key=orjson.dumps)
    found = context.seen.found
    people = {lookup.account_id: set(ids) for lookup, ids in together(found)}
    return Answered(orjson.dumps(decoded), answer.outcome, set(answer.codes), people, {lookup for lookup, _ in found})
