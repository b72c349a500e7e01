"""Whose profiles one operation returned, and how they were looked up: what the access record is made of."""

from collections import defaultdict
from collections.abc import Sequence

from app.source.protocol import Lookup


class Seen:
    """Filled while an operation is executed. Few are recorded, so what was found is put in order only when it is asked for.

    Attributes:
        somebody: whether anybody was found.
    """

    __slots__ = ("_found", "somebody")

    def __init__(self) -> None:
        """Begin with nobody."""
        self._found: list[tuple[Lookup, Sequence[int]]] = []
        self.somebody = False

    def add(self, lookup: Lookup, profile_ids: Sequence[int]) -> None:
        """Note whom a lookup found."""
        if profile_ids:
            self._found.append((lookup, profile_ids))
            self.somebody = True

    @property
    def profile_ids(self) -> dict[str, set[int]]:
        """The ids of the profiles returned, by account."""
        by_account: defaultdict[str, set[int]] = defaultdict(set)
        for lookup, profile_ids in self._found:
            by_account[lookup.account_id].update(profile_ids)
        return by_account

    @property
    def lookups(self) -> list[Lookup]:
        """The lookups that found somebody."""
        return [lookup for lookup, _ in self._found]
