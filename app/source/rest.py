"""The REST upstream as a source: one call for lookups that differ only in what they show, all calls of a batch at once."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from msgspec.structs import replace

from app.errors import AccountNotFound, BadUserInput, GatewayError
from app.model import Handle, View
from app.source.contract import UpstreamContract
from app.source.narrowing import narrowed
from app.source.protocol import Caller, Collection, Edge, EmailLookup, Found, Lookup, PhoneLookup
from app.source.rest_answers import answer
from app.source.rest_questions import question, templates
from app.source.translation import profiles_from_json
from app.upstream.cache import Body
from app.upstream.upstream import Read, Upstream

_ALL = View()


class RestSource:
    """Reads profiles from the upstream. Every value comes with all its collections."""

    def __init__(self, upstream: Upstream, contract: UpstreamContract | None = None) -> None:
        """Read from ``upstream``, which is closed with the source.

        Args:
            upstream: where the reads go.
            contract: what the upstream calls things, if it differs from what is assumed.
        """
        self._upstream = upstream
        self._contract = contract or UpstreamContract()
        self._templates = templates(self._contract)

    @property
    def upstream(self) -> Upstream:
        """Where the reads go, with what it counted."""
        return self._upstream

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        """Answer each lookup, with one call for those that are equal but for their view."""
        groups = _equal_but_for_view(lookups)
        async with asyncio.TaskGroup() as calls:
            asked = [(together, calls.create_task(self._found(_widest(together), caller))) for together in groups]
        return {lookup: _shown(call.result(), lookup.view) for together, call in asked for lookup in together}

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:  # noqa: ARG002
        """Refuse: no value of this source has a handle, so there is nothing to ask for.

        Raises:
            ValueError: when asked for the collections of another source's values.
        """
        if parents:
            raise ValueError("the REST source has no unread collections: this handle is another source's")
        return {}

    async def ready(self) -> None:
        """Return when the upstream can be asked.

        Raises:
            GatewayError: when it does not answer, or failed so often that it is given a pause.
        """
        await self._upstream.ready()

    async def close(self) -> None:
        """Close the upstream's connections."""
        await self._upstream.close()

    async def body(self, lookup: Lookup, caller: Caller) -> Body:
        """Return the JSON that answers a lookup, as it came. It may show more than the lookup's view.

        Raises:
            GatewayError: there is no answer; ``AccountNotFound`` for every 404, which does not say what it did not find.
        """
        try:
            url = question(lookup, self._contract)
        except UnicodeEncodeError:  # half a surrogate pair in an argument
            raise BadUserInput from None
        is_list = isinstance(lookup, PhoneLookup | EmailLookup)
        read = Read(lookup.account_id, url, replace(lookup, view=_ALL), lookup.view, is_list, self._templates[type(lookup)])
        return await self._upstream.read(read, caller.authorization, caller.deadline)

    async def bodies(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, bytes | GatewayError]:
        """Return the JSON that answers each lookup, or the error that it met, for whoever reads it in another way than ``found_in``.

        It is asked for as in ``find``, and may show more than the lookup's view.
        """
        if len(lookups) == 1:
            return {lookups[0]: await self._content(lookups[0], caller)}
        groups = _equal_but_for_view(lookups)
        async with asyncio.TaskGroup() as calls:
            asked = [(together, calls.create_task(self._content(_widest(together), caller))) for together in groups]
        return {lookup: call.result() for together, call in asked for lookup in together}

    async def _content(self, lookup: Lookup, caller: Caller) -> bytes | GatewayError:
        try:
            return (await self.body(lookup, caller)).content
        except GatewayError as error:
            return error

    async def _found(self, lookup: Lookup, caller: Caller) -> Found:
        try:
            body = await self.body(lookup, caller)
            return answer(lookup, profiles_from_json(body.content, lookup.account_id))
        except AccountNotFound as error:
            return error if isinstance(lookup, PhoneLookup | EmailLookup) else ()
        except GatewayError as error:
            return error


def found_in(lookup: Lookup, body: bytes) -> Found:
    """Read what an answer's JSON holds for a lookup, as its view shows it."""
    try:
        return _shown(answer(lookup, profiles_from_json(body, lookup.account_id)), lookup.view)
    except GatewayError as error:
        return error


def _equal_but_for_view(lookups: Sequence[Lookup]) -> list[list[Lookup]]:
    groups: dict[Lookup, list[Lookup]] = {}
    for lookup in lookups:
        groups.setdefault(replace(lookup, view=_ALL), []).append(lookup)
    return list(groups.values())


def _widest(lookups: Sequence[Lookup]) -> Lookup:
    """Return the lookup that shows what any of them shows."""
    return replace(lookups[0], view=reduce(or_, [lookup.view for lookup in lookups]))


def _shown(found: Found, view: View) -> Found:
    if isinstance(found, GatewayError):
        return found
    return tuple([narrowed(profile, view) for profile in found])
