"""The results as Markdown, as they stand in ``RESULTS.md``."""

from collections.abc import Iterator

from bench.costs_report import report_of_costs
from bench.results import Results, Row, Table

_COLUMNS = "| server | requests/s | p50 ms | p99 ms | CPU ms | {} / server | by CPU | at least |"


def report(results: Results) -> str:
    """Write all tables."""
    return "\n".join(_lines(results))


def _lines(results: Results) -> Iterator[str]:
    effort, machine = results.effort, results.machine
    yield "# What the benchmark found"
    yield ""
    yield "Written by `make bench`; [README.md](README.md) says how it is measured, and what falls short."
    yield f"Medians of {effort.rounds} rounds of {effort.seconds:g} s; {machine['cores']} cores; Python {machine['python']}."
    for table in results.tables:
        yield from _table(table)
    if results.costs:
        yield from report_of_costs(results.costs)
    if results.left_out:
        yield from ["", "Left out:", "", *(f"- {left.name}, {left.workload}: {_one_line(left.reason)}" for left in results.left_out)]


def _table(table: Table) -> Iterator[str]:
    yield from ["", f"### {table.title}", "", _COLUMNS.format(table.subject), f"|---{'|---:' * 7}|"]
    for row in sorted(table.rows, key=lambda row: -row.speed.rate):
        yield _subject(row) if row.speed.name == table.subject else _rival(row)
    yield from ["", f"Of the answers of the {table.subject}, {table.compiled:.1%} came the compiled way."]


def _subject(row: Row) -> str:
    return f"| **{row.speed.name}** | {_measured(row)} |  |  |  |"


def _rival(row: Row) -> str:
    ratios = f"{_judged(row.ratio, row.target)} | {_judged(row.processor_ratio, row.target)}"
    return f"| {row.speed.name} | {_measured(row)} | {ratios} | {'' if row.target is None else f'{row.target:.3g}'} |"


def _measured(row: Row) -> str:
    speed = row.speed
    return f"{speed.rate:,.4g} | {' | '.join(f'{time:,.3g}' for time in (speed.p50, speed.p99, speed.processor))}"


def _judged(ratio: float, target: float | None) -> str:
    if target is None:
        return f"{ratio:.2f}"
    return f"{ratio:.2f} {'✓' if ratio >= target else '✗'}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
