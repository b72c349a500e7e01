"""Cases by the block: those over a store have their store in common."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

CASES = 50
"""Of a block. Making a store takes 0.1 s in SQLite and 0.4 s in PostgreSQL, a case some 0.02 s."""


class SourceKind(StrEnum):
    """What a case is executed over."""

    REST = "rest"
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Block(NamedTuple):
    """Cases over one source, by their seeds."""

    kind: SourceKind
    seeds: range

    @property
    def store(self) -> int:
        """The number of the store. It comes from the seeds, so that a case has the same store in every run."""
        return self.seeds.start // CASES


def blocks(kind: SourceKind, seeds: range) -> Iterator[Block]:
    """Divide seeds so that those of a block have one store."""
    start = seeds.start
    while start < seeds.stop:
        stop = min(seeds.stop, (start // CASES + 1) * CASES)
        yield Block(kind, range(start, stop))
        start = stop
