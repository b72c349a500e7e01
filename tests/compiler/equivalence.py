"""Thousands of random operations, answered both ways: ``python -m tests.compiler.equivalence 20000 [SEED]``.

A case is made of its seed alone, so that one that fails can be had again: ``python -m tests.compiler.equivalence 1 SEED``.
"""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from app.source.sql import SqlSource
from tests.compiler.both_ways import SCHEMA, BothWays, Upstream
from tests.compiler.operations import Operations


class Case:
    """One operation and one upstream."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.seed = seed
        self.operation = Operations(SCHEMA, random).operation()
        self.upstream = Upstream(seed, random.choice([0.0, 0.0, 0.03, 0.2]))

    async def compare(self, ways: BothWays) -> bool:
        """Compare both ways; a failure names the seed and shows the operation."""
        with self.noted():
            return await ways.compare(self.operation, self.upstream)

    async def compare_over_store(self, ways: BothWays, store: SqlSource) -> bool:
        """Do the same over a store."""
        with self.noted():
            return await ways.compare_over_store(self.operation, store)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Say with a failure how to have it again."""
        try:
            yield
        except Exception as error:
            error.add_note(f"seed {self.seed}: {self.operation.text}\nvariables {self.operation.variables} name {self.operation.name}")
            raise


async def run(count: int, first: int) -> tuple[int, Counter[str]]:
    """Compare ``count`` cases, and return how many the compiled way answered, and why it did not answer the others."""
    ways, hits = BothWays(), 0
    for seed in range(first, first + count):
        hits += await Case(seed).compare(ways)
        ways.compiler.counters.plain.pop("first use", None)
    return hits, ways.compiler.counters.plain


def main() -> None:
    logging.disable(logging.ERROR)  # failures of the upstream are logged; here they are made on purpose
    count, first = int(sys.argv[1]), int((sys.argv[2:] or ["0"])[0])
    hits, plain = asyncio.run(run(count, first))
    print(f"{count} operations, {hits / count:.1%} compiled; the others:", *plain.most_common(), sep="\n  ")  # noqa: T201 - a report


if __name__ == "__main__":
    main()
