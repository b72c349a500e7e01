"""A source read to the last collection, so that its answers can be compared with another's."""

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from app.errors import GatewayError
from app.model import Profile
from app.source.protocol import Caller, Edge, Lookup, Source

Whole = tuple[Profile, ...] | str
KINDS = {"addresses": "address", "emails": "email", "phones": "phone", "preferences": "preference"}


async def read_whole(source: Source, lookups: Sequence[Lookup], caller: Caller) -> dict[Lookup, Whole]:
    """Answer each lookup with whole profiles, or with its error's code. One call for each edge, for all profiles of all lookups."""
    found = await source.find(lookups, caller)
    assert set(found) == set(lookups), "a lookup is never missing from the answer"
    profiles = [profile for answer in found.values() if not isinstance(answer, GatewayError) for profile in answer]
    whole = iter(await filled(source, "profile", profiles, caller))
    return {
        lookup: answer.code if isinstance(answer, GatewayError) else tuple(next(whole) for _ in answer) for lookup, answer in found.items()
    }


async def filled(source: Source, kind: str, values: Sequence[Any], caller: Caller) -> list[Any]:
    """Read every collection of these values of one kind."""
    for edge in Edge:
        if edge.parent == kind:
            values = await with_collection(source, edge, values, caller)
    return [replace(value, handle=None) if hasattr(value, "handle") else value for value in values]


async def with_collection(source: Source, edge: Edge, values: Sequence[Any], caller: Caller) -> list[Any]:
    """Fill in one collection of all values, and what is below it."""
    unread = [value.handle for value in values if getattr(value, edge.attribute) is UNSET]
    read = await source.collections(edge, unread, caller) if unread else {}
    held = [getattr(value, edge.attribute) for value in values]
    held = [read.get(value.handle, ()) if items is UNSET else items for value, items in zip(values, held, strict=True)]
    below = iter(await filled(source, KINDS.get(edge.attribute, ""), [item for items in held for item in items or ()], caller))
    whole = [None if items is None else tuple(next(below) for _ in items) for items in held]
    return [replace(value, **{edge.attribute: items}) for value, items in zip(values, whole, strict=True)]
