"""Request-scoped loaders: they gather the keys of one tick, ask the source once, and remember the answer for the request.

One loader finds profiles by a lookup, and one loader follows each edge, named as ``Edge`` names it: ``EMAILS_BY_PROFILE`` takes the
profile's handle and gives its e-mails. Make them inside the running event loop, anew for each request: what one caller
was shown must never reach another.
"""

from collections.abc import Sequence

from aiodataloader import DataLoader

from app.errors import GatewayError
from app.model import Handle, Profile
from app.source.protocol import Caller, Collection, Edge, Found, Lookup, Source


class Loaders:
    """The loaders of one request."""

    def __init__(self, source: Source, caller: Caller) -> None:
        """Ask ``source`` on behalf of ``caller``."""
        self._source = source
        self._caller = caller
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

    async def _find(self, lookups: Sequence[Lookup]) -> list[Found]:
        found = await self._source.find(lookups, self._caller)
        return [found[lookup] for lookup in lookups]

    def _edge_loader(self, edge: Edge) -> DataLoader[Handle, Collection]:
        async def read(parents: Sequence[Handle]) -> list[Collection]:
            read = await self._source.collections(edge, parents, self._caller)
            return [read.get(parent, ()) for parent in parents]

        return DataLoader(read)
