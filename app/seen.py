"""Whose profiles one operation returned, and how they were looked up: what the access record is made of."""

from collections import defaultdict
from collections.abc import Sequence

from app.source.protocol import Lookup


class Seen:
    """Filled while an operation is executed. Few are recorded, so what was found is put in order only when it is asked for."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        """Begin with nobody."""
        self._found: list[tuple[Lookup, Sequence[int]]] = []

    def add(self, lookup: Lookup, profile_ids: Sequence[int]) -> None:
        """Note whom a lookup found."""
        self._found.append((lookup, profile_ids))

    @property
    def somebody(self) -> bool:
        """Whether anybody was found."""
        return any(profile_ids for _, profile_ids in self._found)

    @property
    def profile_ids(self) -> dict[str, set[int]]:
        """The ids of the profiles returned, by account."""
        by_account: defaultdict[str, set[int]] = defaultdict(set)
        for lookup, profile_ids in self._found:
            if profile_ids:
                by_account[lookup.account_id].update(profile_ids)
        return by_account

    @property
    def lookups(self) -> list[Lookup]:
        """The lookups that found somebody."""
        return [lookup for lookup, profile_ids in self._found if profile_ids]
