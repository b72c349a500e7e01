"""The compiled way beside the plain one: the whole engine, from a request to the bytes of its answer, over sources that need no network."""

import tracemalloc
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn, TypeAlias

import orjson

from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Compiler
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.policy import Policy
from app.execution.request import Answer, GraphQLRequest
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.opening import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.upstream.exchange import Headers, Reply
from app.upstream.opening import open_upstream
from bench.by_turns import times_as_fast
from bench.data import first_group, shared_numbers
from bench.places import ACCOUNT, BENCH
from bench.stores import fill

Opening: TypeAlias = Callable[[], AbstractAsyncContextManager[Source]]

_CAPACITY = 10
_NUMBER = shared_numbers()[0]
_REQUEST = GraphQLRequest((BENCH / "everything.graphql").read_text(), variables={"phoneNumber": _NUMBER})


class NotTaken(Exception):
    """The compiled way did not answer, so there is nothing to compare."""


class FromMemory:
    """An upstream without a network. It knows one number."""

    def __init__(self, body: bytes) -> None:
        """Answer with this."""
        self._body = body

    async def get(self, url: str, headers: Headers) -> Reply:  # noqa: ARG002
        """Answer with bytes that were not there before."""
        assert _NUMBER in url, "nobody else is asked for"
        return Reply(HTTPStatus.OK, {}, bytes(memoryview(self._body)))

    async def post(self, url: str, form: Mapping[str, str], headers: Headers) -> NoReturn:
        """Refuse: nobody asks for a token."""
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is open."""


class BothWays:
    """Two engines over one source, of which one compiles."""

    def __init__(self, source: Source) -> None:
        """Answer from ``source``."""
        schema, policy = executable(build_schema()), Policy()
        documents = Documents(schema, _CAPACITY, policy)
        self._compiler = Compiler(schema, _CAPACITY)
        self._plain = Engine(schema, documents, policy)
        self._compiling = Engine(schema, documents, policy, self._compiler)
        self._source = source

    async def ratio(self) -> float:
        """Return how many times as fast the compiled way is.

        Raises:
            NotTaken: it was the plain way that answered.
        """
        await self._answer(self._compiling)  # the first use only leaves a note
        return await times_as_fast(self.compiled, self.plain)

    async def memory(self) -> float:
        """Return what Python holds most for one request the compiled way, beyond what it held before, as a multiple of the answer."""
        await self._answer(self._compiling)
        answer = await self.compiled()
        tracemalloc.start()
        before, _ = tracemalloc.get_traced_memory()
        await self.compiled()
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return (most - before) / len(answer)

    async def plain(self) -> bytes:
        """Answer the plain way."""
        return (await self._answer(self._plain)).body

    async def compiled(self) -> bytes:
        """Answer the compiled way, and no other."""
        counters = self._compiler.counters
        hits = counters.hits
        answer = await self._answer(self._compiling)
        if counters.hits != hits + 1:
            raise NotTaken(f"The plain way answered, because of: {', '.join(counters.plain)}.")
        return answer.body

    async def _answer(self, engine: Engine) -> Answer:
        return await engine.execute(_REQUEST, Context("check", ACCOUNT, Loaders(self._source, Caller(), ANYBODY)))


async def compiled_beside_plain(opening: Opening) -> float:
    """Return how many times as fast as the plain way the compiled one is over a source, on 50 full profiles."""
    async with opening() as source:
        return await BothWays(source).ratio()


async def memory_of_one(opening: Opening) -> float:
    """Return how many times its answer one request needs in memory over a source, with 50 full profiles."""
    async with opening() as source:
        return await BothWays(source).memory()


@asynccontextmanager
async def rest() -> AsyncIterator[Source]:
    """Open the source over an upstream."""
    source = RestSource(open_upstream("http://upstream.example/Profiles/v4", http=FromMemory(orjson.dumps(first_group()))))
    yield source
    await source.close()


@asynccontextmanager
async def sqlite() -> AsyncIterator[Source]:
    """Open the source over a store of its own."""
    with TemporaryDirectory() as folder:
        file, url = Path(folder) / "profiles.jsonl", f"sqlite:///{folder}/store.sqlite3"
        file.write_bytes(b"".join(orjson.dumps(profile) + b"\n" for profile in first_group()))
        fill(url, file)
        source = SqlSource(open_database(url))
        yield source
        await source.close()
