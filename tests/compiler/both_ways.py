"""One operation answered by the plain way and by the compiled way, over an upstream that answers both alike."""

import re
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import httpx
import msgspec
import orjson
from graphql import GraphQLObjectType

from app.auth.principal import Principal, Scope
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
from app.schema.scopes import scope_of
from app.source.database import Database, Statement, StoreRow
from app.source.opening import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from tests.compiler.operations import Operation
from tests.compiler.upstream_data import UpstreamData

SCHEMA = executable(build_schema())
LIMITS = msgspec.convert({"attempts": 1, "unknown_account": 0, "breaker_failures": 1000}, Limits)
POLICY = Policy(limits=OperationLimits(mode=LimitMode.OFF))
SCOPES = {
    field.extensions["strawberry-definition"].python_name: scope
    for kind in SCHEMA.type_map.values()
    if isinstance(kind, GraphQLObjectType)
    for field in kind.fields.values()
    if (scope := scope_of(field))
}
"""By the attribute of a field, which is also the name of a store's table, the scope that it needs."""


class Upstream(httpx.AsyncBaseTransport):
    """Answers an address always alike, whatever its flags say, and remembers what it was asked."""

    def __init__(self, seed: int, oddness: float) -> None:
        self.seed = seed
        self.oddness = oddness
        self.asked: Counter[str] = Counter()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        asked = address(request)
        self.asked[str(asked)] += 1
        whatever_is_shown = str(asked.copy_remove_param("implied").copy_remove_param("includeConsentHistory"))
        data = UpstreamData(Random(f"{self.seed} {zlib.crc32(whatever_is_shown.encode())}"), self.oddness)
        status, body = data.answer()
        return httpx.Response(status, content=body)


def address(request: httpx.Request) -> httpx.URL:
    """Return what is really asked for: reads of the upstream give their path in the extension ``target``."""
    return request.url.copy_with(raw_path=request.extensions.get("target", request.url.raw_path))


class WatchedDatabase:
    """A database, and the tables whose rows become lists in a compiled answer."""

    def __init__(self, database: Database) -> None:
        self.dialect = database.dialect
        self.close = database.close
        self.lists: list[str] = []
        self._database = database

    async def fetch(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Sequence[StoreRow]:
        self.lists += re.findall(r'"(\w+)" AS t\d', str(statement))
        return await self._database.fetch(statement, parameters)


class WatchedStore(SqlSource):
    """A store over such a database."""

    def __init__(self, url: str) -> None:
        self.database = WatchedDatabase(open_database(url))
        super().__init__(self.database)


class BothWays:
    """Two engines over one schema, of which one compiles."""

    def __init__(self, capacity: int = 1000) -> None:
        documents = Documents(SCHEMA, capacity, POLICY)
        self.compiler = Compiler(SCHEMA, capacity)
        self.plain = Engine(SCHEMA, documents, POLICY)
        self.compiling = Engine(SCHEMA, documents, POLICY, self.compiler)

    async def compare(self, operation: Operation, upstream: Upstream, principal: Principal = ANYBODY) -> bool:
        """Assert that both ways give one answer and ask the upstream the same; return whether the compiled way answered."""
        expected, asked = await self._rest(self.plain, operation, upstream, principal)
        hits = self.compiler.counters.hits
        for _ in range(2):  # the first use only leaves a note
            answer, asked_compiled = await self._rest(self.compiling, operation, upstream, principal)
            assert answer == expected
            assert asked_compiled == asked
        return self.compiler.counters.hits > hits

    async def compare_over_store(
        self, operation: Operation, store: WatchedStore, principal: Principal = ANYBODY, *, in_order: bool = False
    ) -> bool:
        """Assert that both ways give one answer over a store, and that the compiled way reads nothing that is forbidden."""
        expected = await answered(self.plain, operation, store, principal, in_order=in_order)
        hits = self.compiler.counters.hits
        for _ in range(2):
            store.database.lists.clear()
            assert await answered(self.compiling, operation, store, principal, in_order=in_order) == expected
            assert all(SCOPES.get(table, Scope.PROFILES) in principal.scopes for table in store.database.lists)
        return self.compiler.counters.hits > hits

    async def _rest(
        self, engine: Engine, operation: Operation, upstream: Upstream, principal: Principal
    ) -> tuple[object, Mapping[str, int]]:
        upstream.asked.clear()
        source = RestSource(open_upstream("http://upstream.example/v4", LIMITS, transport=upstream))
        return await answered(engine, operation, source, principal, in_order=True), dict(upstream.asked)


async def answered(
    engine: Engine, operation: Operation, source: Source, principal: Principal = ANYBODY, *, in_order: bool = False
) -> object:
    """Execute, and return the answer, and who was seen. Where several lookups are made, errors are in the order of their paths.

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
    return orjson.dumps(decoded), answer.outcome, context.seen.profile_ids, set(context.seen.lookups)
