"""Request-scoped loaders: they gather the keys of one tick, ask the source once, and remember the answer for the request.

One loader finds profiles by a lookup, and one loader follows each edge, named as ``Edge`` names it: ``EMAILS_BY_PROFILE`` takes the
profile's handle and gives its e-mails. Make them inside the running event loop, anew for each request: what one caller
was shown must never reach another.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import TypeVar

from aiodataloader import DataLoader

from app.errors import GatewayError
from app.model import Handle, Profile
from app.source.protocol import Caller, Collection, Edge, Found, Lookup, Source

T = TypeVar("T")


class Loaders:
    """The loaders of one request."""

    def __init__(self, source: Source, caller: Caller) -> None:
        """Ask ``source`` on behalf of ``caller``."""
        self._source = source
        self._caller = caller
        self._reading: set[asyncio.Task[object] | None] = set()
        self._by_edge: dict[Edge, DataLoader[Handle, Collection]] = {}
        self._profiles_by_lookup: DataLoader[Lookup, Found] = DataLoader(self._find)

    async def profiles(self, lookup: Lookup) -> tuple[Profile, ...]:
        """Return the profiles that a lookup finds, by id in ascending order.

        Raises:
            GatewayError: the lookup's own error; other lookups of the batch are not touched by it.
        """
        profiles = await self._profiles_by_lookup.load(lookup)
        assert not isinstance(profiles, GatewayError), "a loader raises errors"
        return profiles

    def collection(self, edge: Edge) -> DataLoader[Handle, Collection]:
        """Return the loader of one edge."""
        loader = self._by_edge.get(edge)
        if loader is None:
            loader = self._by_edge[edge] = self._edge_loader(edge)
        return loader

    def stop(self) -> None:
        """Cancel what is still being read: nobody waits for it any more."""
        for reading in self._reading:
            assert reading is not None, "a batch runs in a task"
            reading.cancel()

    async def _stoppable(self, batch: Awaitable[T]) -> T:
        """Keep hold of a batch: aiodataloader runs each in a task of its own, and forgets it."""
        reading = asyncio.current_task()
        self._reading.add(reading)
        try:
            return await batch
        finally:
            self._reading.discard(reading)

    async def _find(self, lookups: Sequence[Lookup]) -> list[Found]:
        found = await self._stoppable(self._source.find(lookups, self._caller))
        return [found[lookup] for lookup in lookups]

    def _edge_loader(self, edge: Edge) -> DataLoader[Handle, Collection]:
        async def read(parents: Sequence[Handle]) -> list[Collection]:
            read = await self._stoppable(self._source.collections(edge, parents, self._caller))
            return [read.get(parent, ()) for parent in parents]

        return DataLoader(read)
