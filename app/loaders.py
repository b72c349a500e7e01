"""Request-scoped loaders: they gather the keys of one tick, ask the source once, and remember the answer for the request.

One loader finds profiles by a lookup, and one loader follows each edge, named as ``Edge`` names it: ``EMAILS_BY_PROFILE`` takes the
profile's handle and gives its e-mails. Make them inside the running event loop, anew for each request: what one caller
was shown must never reach another.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from aiodataloader import DataLoader

from app.auth.principal import Principal, Scope
from app.errors import AccountNotFound, GatewayError
from app.model import Handle, Profile, View
from app.source.narrowing import narrowed
from app.source.protocol import Caller, Collection, Edge, EmailLookup, Found, Lookup, PhoneLookup, ProfileLookup, Source

T = TypeVar("T")


class Seen:
    """Whole profiles that this request has read by whatever lookup: they are not read again by their id."""

    def __init__(self) -> None:
        """Begin with none."""
        self._profiles: dict[tuple[str, int], tuple[Profile, View]] = {}

    def remember(self, found: Mapping[Lookup, Found]) -> None:
        """Keep the profiles that came with all their collections, and how they are shown."""
        for lookup, profiles in found.items():
            for profile in profiles if isinstance(profiles, tuple) else ():
                if profile.handle is None:
                    self._profiles[profile.account_id, profile.profile_id] = profile, lookup.view

    def find(self, lookup: Lookup) -> Found:
        """Return the profile that a lookup by id asks for, if it shows enough."""
        if not isinstance(lookup, ProfileLookup):
            return ()
        profile, view = self._profiles.get((lookup.account_id, lookup.profile_id), (None, lookup.view))
        return (narrowed(profile, lookup.view),) if profile and view | lookup.view == view else ()


class Loaders:
    """The loaders of one request.

    Attributes:
        source: what is asked.
        caller: on whose behalf.
        principal: whose request it is.
        reads: lookups that the source was asked for, and edges that were followed in it.
    """

    def __init__(self, source: Source, caller: Caller, principal: Principal) -> None:
        """Ask ``source`` on behalf of ``caller``, as far as ``principal`` may read."""
        self.source = source
        self.caller = caller
        self.principal = principal
        self.reads = 0
        self._seen = Seen()
        self._reading: set[asyncio.Task[object] | None] = set()
        self._by_edge: dict[Edge, DataLoader[Handle, Collection]] = {}

    @cached_property
    def _profiles_by_lookup(self) -> DataLoader[Lookup, Found]:
        return DataLoader(self._find)

    async def profiles(self, lookup: Lookup) -> tuple[Profile, ...]:
        """Return the profiles that a lookup finds, by id in ascending order.

        An account that is not the principal's looks exactly like one that does not exist, and the source is not asked for it.

        Raises:
            Forbidden: the principal may not read profiles.
            GatewayError: the lookup's own error; other lookups of the batch are not touched by it.
        """
        self.principal.require(Scope.PROFILES)
        if not self.principal.may_read(lookup.account_id):
            return unknown_account(lookup)
        profiles = await self._profiles_by_lookup.load(lookup)
        assert not isinstance(profiles, GatewayError), "a loader raises errors"
        return profiles

    def remember(self, found: Mapping[Lookup, Found]) -> None:
        """Take over answers that were read already, so that nothing is asked twice."""
        for lookup, answer in found.items():
            self._profiles_by_lookup.prime(lookup, answer)

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
        found = {lookup: seen for lookup in lookups if (seen := self._seen.find(lookup))}
        unseen = [lookup for lookup in lookups if lookup not in found]
        if unseen:
            found |= await self._stoppable(self.source.find(unseen, self.caller))
            self._seen.remember({lookup: found[lookup] for lookup in unseen})
        self.reads += len(unseen)
        return [found[lookup] for lookup in lookups]

    def _edge_loader(self, edge: Edge) -> DataLoader[Handle, Collection]:
        async def read(parents: Sequence[Handle]) -> list[Collection]:
            self.reads += 1
            read = await self._stoppable(self.source.collections(edge, parents, self.caller))
            return [read.get(parent, ()) for parent in parents]

        return DataLoader(read)


def unknown_account(lookup: Lookup) -> tuple[Profile, ...]:
    """Find what every source finds in an account that does not exist: nothing by a single read.

    Raises:
        AccountNotFound: by a list read.
    """
    if isinstance(lookup, PhoneLookup | EmailLookup):
        raise AccountNotFound
    return ()
