"""What is told of a run: how it gets on, and what came of it."""

import time
from collections.abc import Iterator, Mapping

import click

from tests.compiler.blocks import SourceKind
from tests.compiler.tally import Failed, Tally

ENOUGH = 0.95
"""The part of the cases over each source that the compiled way must answer. A few in a hundred are made so that it cannot."""
JUDGED_FROM = 1000
"""Cases: the part of fewer is a matter of luck."""
_TOLD_EVERY_S = 5


class Report:
    """Counts what came of the cases of a run, by source."""

    def __init__(self, planned: Mapping[SourceKind, range]) -> None:
        self.tallies = {kind: Tally(kind) for kind in planned}
        self._planned = sum(map(len, planned.values()))
        self._begin = self._told = time.monotonic()

    def add(self, tally: Tally) -> None:
        self.tallies[tally.kind].add(tally)

    @property
    def done(self) -> int:
        return sum(tally.cases for tally in self.tallies.values())

    @property
    def failed(self) -> Failed | None:
        return next((tally.failed for tally in self.tallies.values() if tally.failed), None)

    def tell(self) -> None:
        """Print how far the run is, every few seconds."""
        if time.monotonic() - self._told > _TOLD_EVERY_S:
            self._told = time.monotonic()
            click.echo(self.progress())

    def progress(self) -> str:
        """Tell in a line how far the run is."""
        rate = self.done / (time.monotonic() - self._begin)
        compiled = sum(tally.compiled * tally.cases for tally in self.tallies.values()) / max(self.done, 1)
        left = (self._planned - self.done) / rate if rate else 0
        return f"{self.done:,} of {self._planned:,} cases, {rate:.0f} a second, {compiled:.1%} compiled, {left:.0f} s left"

    def coverage(self) -> Iterator[str]:
        """Tell of each source which part was compiled, and why the rest was not."""
        for tally in filter(lambda tally: tally.cases, self.tallies.values()):
            yield f"{tally.kind}: {tally.cases:,} cases answered alike, {tally.compiled:.2%} compiled{'; the others:' * bool(tally.plain)}"
            yield from (f"  {count:,} {reason}" for reason, count in tally.plain.most_common())

    def too_little(self) -> list[SourceKind]:
        """Name the sources of whose cases too few were compiled."""
        return [kind for kind, tally in self.tallies.items() if tally.cases >= JUDGED_FROM and tally.compiled < ENOUGH]
