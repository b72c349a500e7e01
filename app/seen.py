"""Whose profiles one operation returned, and how they were looked up: what the access record is made of."""

from collections import defaultdict
from collections.abc import Sequence

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
        self.profile_ids: defaultdict[str, set[int]] = defaultdict(set)
        self.lookups: list[Lookup] = []

    def add(self, lookup: Lookup, profile_ids: Sequence[int]) -> None:
        """Note whom a lookup found."""
        if profile_ids:
            self.lookups.append(lookup)
            self.profile_ids[lookup.account_id].update(profile_ids)
