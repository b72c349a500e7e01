"""``python -m bench``: measure everything, or ``check`` one ratio."""

import os
import sys

import click
import orjson
from msgspec import to_builtins

from bench.check import AT_LEAST, ratio
from bench.data import file_of_profiles
from bench.places import LOAD_CORE, PLOT, RESULTS
from bench.plot import plot
from bench.report import report
from bench.run import Run
from bench.visiting import Effort
from bench.workloads import WORKLOADS

FULL = Effort(rounds=3, seconds=2.5)
QUICK = Effort(rounds=1, seconds=1.0)


@click.group(invoke_without_command=True)
@click.option("--quick", is_flag=True, help="One round of a second for each; the figures are rough, and are not kept.")
@click.option("--only", multiple=True, type=click.Choice([each.name for each in WORKLOADS]), help="This workload only; may be repeated.")
@click.pass_context
def main(context: click.Context, *, quick: bool, only: tuple[str, ...]) -> None:
    """Measure how fast the gateway is, beside others, as ratios."""
    if context.invoked_subcommand:
        return
    os.sched_setaffinity(0, {LOAD_CORE})
    file_of_profiles()
    run = Run(QUICK if quick else FULL, sizes=not only)
    run.measure([each for each in WORKLOADS if not only or each.name in only])
    found = run.results()
    click.echo(report(found))
    if not (quick or only):
        RESULTS.write_bytes(orjson.dumps(to_builtins(found), option=orjson.OPT_INDENT_2) + b"\n")
        PLOT.write_text(plot(found))


@main.command()
def check() -> None:
    """Fail when the gateway's fast way has become slow beside its plain way."""
    found = ratio()
    click.echo(f"50 full profiles: the fast way is {found:.2f} times as fast as the plain one; at least {AT_LEAST:g} is expected.")
    sys.exit(0 if found >= AT_LEAST else 1)


if __name__ == "__main__":
    main()
