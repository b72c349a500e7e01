"""Compares both ways, block by block."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from app.compiler.compiler import Compiler
from tests.compiler.blocks import Block, SourceKind
from tests.compiler.both_ways import BothWays
from tests.compiler.cases import Case
from tests.compiler.difference import Difference
from tests.compiler.over import Over, OverStore, OverUpstream
from tests.compiler.stored_people import fill
from tests.compiler.tally import Failed, Tally
from tests.compiler.watched import with_faults
from tests.postgres import database


class Places(NamedTuple):
    """Where stores are made: in a folder, and in a PostgreSQL server where one is needed."""

    folder: Path
    server: str | None = None


def compared(block: Block, places: Places, compiler: Compiler | None = None) -> Tally:
    """Compare both ways until a case is not answered alike. Not inside a running event loop."""
    with filled_store(block, places) as url:
        return asyncio.run(_compared(block, url, BothWays(compiler)))


async def _compared(block: Block, url: str | None, ways: BothWays) -> Tally:
    tally = Tally(block.kind)
    async with sources(url) as over:
        for case in map(Case, block.seeds):
            try:
                tally.count(await ways.compare(case.operation, over(case), case.principal))
            except Exception as failure:  # noqa: BLE001 - whatever it is, the case is told
                tally.failed = Failed(block.kind, case.seed, block.seeds.start, f"{explained(failure)}\n\n{case}")
                break
    return tally


def explained(failure: Exception) -> str:
    """Tell where a failure is, unless it is a difference, which tells that itself."""
    return str(failure) if isinstance(failure, Difference) else traceback.format_exc()


@asynccontextmanager
async def sources(url: str | None) -> AsyncIterator[Callable[[Case], Over]]:
    """Open a store, if there is one; give what a case is executed over."""
    if url is None:
        yield lambda case: OverUpstream(case.upstream)
        return
    stores = with_faults(url)
    try:
        yield lambda case: OverStore(stores[case.fault])
    finally:
        for store in stores.values():
            await store.close()


@contextmanager
def filled_store(block: Block, places: Places) -> Iterator[str | None]:
    """Make the store of a block, and give its URL."""
    if block.kind is SourceKind.REST:
        yield None
        return
    with empty_store(block, places) as url:
        fill(url, block.store)
        yield url


@contextmanager
def empty_store(block: Block, places: Places) -> Iterator[str]:
    """Make a place for a store."""
    if block.kind is SourceKind.SQLITE:
        with TemporaryDirectory(dir=places.folder) as folder:
            yield f"sqlite:///{folder}/profiles.sqlite3"
        return
    assert places.server is not None, "one is needed"
    with database(places.server, f"store_{block.store}") as url:
        yield url
