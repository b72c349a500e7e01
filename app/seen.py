"""Whose profiles one operation returned, and how they were looked up: what the access record is made of."""

from collections.abc import Sequence
from typing import TypeAlias

from app.source.protocol import Lookup

Found: TypeAlias = tuple[Lookup, Sequence[int]]
"""A lookup, and the ids of the profiles that it found."""


class Seen:
    """Filled while an operation is executed. Few are recorded, so it is only put down here.

    Attributes:
        found: what each lookup found that found somebody.
    """

    __slots__ = ("found",)

    def __init__(self) -> None:
        """Begin with nobody."""
        self.found: list[Found] = []

    def add(self, lookup: Lookup, profile_ids: Sequence[int]) -> None:
        """Note whom a lookup found."""
        if profile_ids:
            self.found.append((lookup, profile_ids))
