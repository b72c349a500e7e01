"""Whose profiles one operation returned, and how they were looked up: what the access record is made of."""

from collections.abc import Iterable

from app.source.protocol import Lookup


class Seen:
    """Filled while an operation is executed.

    Attributes:
        profile_ids: of the profiles returned, by account.
        lookups: those that found somebody.
    """

    __slots__ = ("lookups", "profile_ids")

    def __init__(self) -> None:
        """Begin with nobody."""
        self.profile_ids: dict[str, set[int]] = {}
        self.lookups: list[Lookup] = []

    def add(self, lookup: Lookup, profile_ids: Iterable[int]) -> None:
        """Note whom a lookup found."""
        found = set(profile_ids)
        if found:
            self.lookups.append(lookup)
            self.profile_ids.setdefault(lookup.account_id, set()).update(found)
