"""What the size of an answer costs, as Markdown, and beside what it is meant to cost."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.sizes import AT_ONCE, Costs, Size, Time

LINEAR_AT_MOST, LINEAR_FROM = 1.25, 10
FLAT_AT_MOST = 1.25
MEMORY_BELOW = 3.0


class Verdict(NamedTuple):
    """Something that was found, and what it may be at most."""

    what: str
    found: float
    at_most: float

    @property
    def met(self) -> bool:
        """Whether it is no more than that."""
        return self.found <= self.at_most


def report_of_costs(costs: Sequence[Costs]) -> Iterator[str]:
    """Write two tables: what was measured, and what that means."""
    yield from ["", "### Cost against size", ""]
    yield from ["| source | profiles | leaf values | p50 ms | CPU ms | µs for each leaf | CPU µs |", f"|---{'|---:' * 6}|"]
    for cost in costs:
        yield from (_size(cost.source, size) for size in cost.sizes)
    yield from ["", "| source | what | found | at most |", "|---|---|---:|---:|"]
    for cost in costs:
        yield from (_verdict(cost.source, verdict) for verdict in verdicts(cost))


def verdicts(cost: Costs) -> Iterator[Verdict]:
    """Put what was measured beside what it is meant to be."""
    large, medium = cost.sizes[-1], next(size for size in cost.sizes if size.profiles == LINEAR_FROM)
    for what, of_large, of_medium in zip(("p50", "CPU"), _each(large), _each(medium), strict=True):
        title = f"time for a leaf of {large.profiles} profiles / of {medium.profiles}, {what}"
        yield Verdict(title, of_large / of_medium, LINEAR_AT_MOST)
    full, bare = cost.unselected.full, cost.unselected.bare
    for what, of_full, of_bare in (("p50", full.p50, bare.p50), ("CPU", full.processor, bare.processor)):
        yield Verdict(f"time for two fields where everything is there / where nothing else is, {what}", of_full / of_bare, FLAT_AT_MOST)
    if cost.memory.one is not None:
        yield Verdict("memory for one request / its answer, within Python", cost.memory.one, MEMORY_BELOW)
    yield Verdict(f"memory for each of {AT_ONCE} requests at once / its answer, of the process", cost.memory.each_at_once, MEMORY_BELOW)


def _each(size: Size) -> tuple[float, float]:
    """Return the microseconds for each leaf."""
    time: Time = size.time
    return time.p50 * 1000 / size.leaves, time.processor * 1000 / size.leaves


def _size(source: str, size: Size) -> str:
    each = " | ".join(f"{one:.3g}" for one in (size.time.p50, size.time.processor, *_each(size)))
    return f"| {source} | {size.profiles} | {size.leaves:,} | {each} |"


def _verdict(source: str, verdict: Verdict) -> str:
    return f"| {source} | {verdict.what} | {verdict.found:.2f} | {verdict.at_most:g} {'✓' if verdict.met else '✗'} |"
