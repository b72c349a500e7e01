"""One operation answered by the plain way and by the compiled way, over an upstream that answers both alike."""

import zlib
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import httpx
import msgspec
import orjson

from app.auth.principal import Principal
from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Compiler
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.limits import LimitMode, OperationLimits
from app.execution.policy import Policy
from app.execution.request import GraphQLRequest
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from tests.compiler.operations import Operation
from tests.compiler.upstream_data import UpstreamData

SCHEMA = executable(build_schema())
LIMITS = msgspec.convert({"attempts": 1, "unknown_account": 0, "breaker_failures": 1000}, Limits)
POLICY = Policy(limits=OperationLimits(mode=LimitMode.OFF))


class Upstream(httpx.AsyncBaseTransport):
    """Answers an address always alike, whatever its flags say, and remembers what it was asked."""

    def __init__(self, seed: int, oddness: float) -> None:
        self.seed = seed
        self.oddness = oddness
        self.asked: Counter[str] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked[str(request.url)] += 1
        address = str(request.url.copy_remove_param("implied").copy_remove_param("includeConsentHistory"))
        data = UpstreamData(Random(f"{self.seed} {zlib.crc32(address.encode())}"), self.oddness)
        status, body = data.answer()
        return httpx.Response(status, content=body)


class BothWays:
    """Two engines over one schema, of which one compiles."""

    def __init__(self, capacity: int = 1000) -> None:
        documents = Documents(SCHEMA, capacity, POLICY)
        self.compiler = Compiler(SCHEMA, capacity)
        self.plain = Engine(SCHEMA, documents, POLICY)
        self.compiling = Engine(SCHEMA, documents, POLICY, self.compiler)

    async def compare(self, operation: Operation, upstream: Upstream) -> bool:
        """Assert that both ways give one answer and ask the upstream the same; return whether the compiled way answered."""
        expected, asked = await self._rest(self.plain, operation, upstream)
        hits = self.compiler.counters.hits
        for _ in range(2):  # the first use only leaves a note
            answer, asked_compiled = await self._rest(self.compiling, operation, upstream)
            assert answer == expected
            assert asked_compiled == asked
        return self.compiler.counters.hits > hits

    async def compare_over_store(self, operation: Operation, source: Source) -> bool:
        """Assert that both ways give one answer over a store; return whether the compiled way answered."""
        expected = await answered(self.plain, operation, source)
        hits = self.compiler.counters.hits
        for _ in range(2):
            assert await answered(self.compiling, operation, source) == expected
        return self.compiler.counters.hits > hits

    async def _rest(self, engine: Engine, operation: Operation, upstream: Upstream) -> tuple[object, Mapping[str, int]]:
        upstream.asked.clear()
        source = RestSource(open_upstream("http://upstream.example/v4", LIMITS, transport=upstream))
        return await answered(engine, operation, source), dict(upstream.asked)


async def answered(engine: Engine, operation: Operation, source: Source, principal: Principal = ANYBODY) -> object:
    """Execute, and return the answer with its errors in the order of their paths."""
    context = Context("request-1", "acme", Loaders(source, Caller(), principal))
    answer = await engine.execute(GraphQLRequest(operation.text, operation.name, operation.variables), context)
    decoded: dict[str, Any] = orjson.loads(answer.body)
    decoded.get("errors", []).sort(key=orjson.dumps)
    return orjson.dumps(decoded), answer.outcome
