"""``python -m bench``: measure everything, or ``check`` a few ratios."""

import os
import sys

import click
import orjson
from msgspec import to_builtins

from bench.check import verdicts
from bench.data import file_of_profiles
from bench.places import LOAD_CORE, PLOT, RESULTS, TABLES
from bench.plot import plot
from bench.report import report
from bench.run import Run
from bench.visiting import Effort
from bench.workloads import WORKLOADS

FULL = Effort(rounds=3, seconds=2.5)
QUICK = Effort(rounds=1, seconds=1.0)
SIZES = "sizes"


@click.group(invoke_without_command=True)
@click.option("--quick", is_flag=True, help="One round of a second for each; the figures are rough, and are not kept.")
@click.option("--only", multiple=True, type=click.Choice([SIZES, *(each.name for each in WORKLOADS)]), help="This only; may be repeated.")
@click.pass_context
def main(context: click.Context, *, quick: bool, only: tuple[str, ...]) -> None:
    """Measure how fast the gateway is, beside others, as ratios."""
    if context.invoked_subcommand:
        return
    os.sched_setaffinity(0, {LOAD_CORE})
    file_of_profiles()
    run = Run(QUICK if quick else FULL, sizes=not only or SIZES in only)
    run.measure([each for each in WORKLOADS if not only or each.name in only])
    found = run.results()
    click.echo(report(found))
    if not (quick or only):
        RESULTS.write_bytes(orjson.dumps(to_builtins(found), option=orjson.OPT_INDENT_2) + b"\n")
        PLOT.write_text(plot(found))
        TABLES.write_text(f"{report(found)}\n")


@main.command()
def check() -> None:
    """Fail when one of the gateway's fast ways has become slow beside the plain one."""
    found = []
    for enough, line in verdicts():
        click.echo(line)
        found.append(enough)
    sys.exit(0 if all(found) else 1)


if __name__ == "__main__":
    main()
