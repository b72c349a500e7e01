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

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from tests.compiler.both_ways import SCHEMA, BothWays, Upstream, WatchedStore
from tests.compiler.operations import Operations


class Case:
    """One operation, one caller and one upstream."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.seed = seed
        self.operation = Operations(SCHEMA, random).operation()
        self.upstream = Upstream(seed, random.choice([0.0, 0.0, 0.03, 0.2]))
        self.principal = Principal("somebody", some_scopes(random), random.choice([None, None, frozenset({"acme"})]))

    async def compare(self, ways: BothWays) -> bool:
        """Compare both ways; a failure names the seed and shows the operation."""
        with self.noted():
            return await ways.compare(self.operation, self.upstream, self.principal)

    async def compare_over_store(self, ways: BothWays, store: WatchedStore) -> bool:
        """Do the same over a store."""
        with self.noted():
            return await ways.compare_over_store(self.operation, store, self.principal)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Say with a failure how to have it again."""
        try:
            yield
        except Exception as error:
            error.add_note(f"seed {self.seed}: {self.operation.text}\nvariables {self.operation.variables} name {self.operation.name}")
            error.add_note(f"lacking {sorted(scope.value for scope in EVERY_SCOPE - self.principal.scopes)} in {self.principal.accounts}")
            raise


def some_scopes(random: Random) -> frozenset[Scope]:
    """All scopes, or all but some: mostly without a few, now and then without many."""
    lacking = random.sample(list(Scope)[1:], random.choice([0, 0, 1, 1, 2, 3, 7]))
    return EVERY_SCOPE - frozenset(lacking if random.random() > 0.03 else Scope)


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
