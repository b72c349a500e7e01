"""The results as Markdown."""

from collections.abc import Iterator

from bench.results import Results, Row, Table
from bench.servers import GATEWAY
from bench.sizes import AT_ONCE, Costs

_MEGABYTE = 1_000_000


def report(results: Results) -> str:
    """Write all tables."""
    return "\n".join(_lines(results))


def _lines(results: Results) -> Iterator[str]:
    effort = results.effort
    yield f"Medians of {effort.rounds} rounds of {effort.seconds:g} s; {results.machine['processor']}; Python {results.machine['python']}."
    for table in results.tables:
        yield from _table(table)
    if results.costs:
        yield from _costs(results.costs)
    if results.left_out:
        yield from ["", "Left out:", "", *(f"- {left.name}, {left.workload}: {_one_line(left.reason)}" for left in results.left_out)]


def _table(table: Table) -> Iterator[str]:
    yield from ["", f"### {table.title}", ""]
    yield from ["| server | requests/s | p50 ms | p99 ms | CPU ms | gateway / server | by CPU | at least |", f"|---{'|---:' * 7}|"]
    for row in sorted(table.rows, key=lambda row: -row.speed.rate):
        yield _row(row)


def _row(row: Row) -> str:
    speed = row.speed
    ours = speed.name == GATEWAY
    name, ratios = (f"**{speed.name}**", " | ") if ours else (speed.name, f"{row.ratio:.2f} | {row.processor_ratio:.2f}")
    target = "" if row.target is None else f"{row.target:g} {'✓' if row.ratio >= row.target else '✗'}"
    times = " | ".join(f"{time:,.3g}" for time in (speed.p50, speed.p99, speed.processor))
    return f"| {name} | {speed.rate:,.4g} | {times} | {ratios} | {target} |"


def _costs(costs: list[Costs]) -> Iterator[str]:
    yield from ["", "### Cost against size", ""]
    yield from ["| source | profiles | leaf values | ms | µs for each leaf |", "|---|---:|---:|---:|---:|"]
    for cost in costs:
        for size in cost.sizes:
            each = size.milliseconds * 1000 / size.leaves
            yield f"| {cost.source} | {size.profiles} | {size.leaves:,} | {size.milliseconds:.3g} | {each:.2f} |"
    yield from [
        "",
        f"| source | two fields of 50: nothing else there | everything there | memory, one request | each of {AT_ONCE} at once |",
    ]
    yield "|---|---:|---:|---:|---:|"
    yield from map(_flat, costs)


def _flat(cost: Costs) -> str:
    unselected, used = cost.unselected, cost.memory
    times = f"{unselected.bare:.3g} ms | {unselected.full:.3g} ms, {unselected.full / unselected.bare:.2f} times"
    grown = [f"{bytes_ / _MEGABYTE:.2f} MB, {bytes_ / used.answer:.1f} answers" for bytes_ in (used.one, used.each_at_once)]
    return f"| {cost.source} | {times} | {' | '.join(grown)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split())
