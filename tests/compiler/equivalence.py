"""Random operations, answered both ways, over every source: ``python -m tests.compiler.equivalence 20000 [SEED]``.

A case is made of its seed alone. One that is not answered alike ends the run, which tells how to have that case again.
"""

import math
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from itertools import chain, starmap
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click

from tests.compiler.blocks import SourceKind, blocks
from tests.compiler.comparing import Places
from tests.compiler.report import ENOUGH, Report
from tests.compiler.tally import Failed
from tests.compiler.workers import PROCESSES, tallies
from tests.postgres import NoServer, running_server

SHARES = {SourceKind.REST: 60, SourceKind.SQLITE: 25, SourceKind.POSTGRESQL: 15}
"""In a hundred cases. Over REST most of what is compiled is ours: code for usual and for odd JSON, dates, narrowing. Over stores the
database writes the answer, and the two differ in their dialect only; PostgreSQL's cases take the longest."""
_INTERRUPTED = 130


@click.command()
@click.argument("count", type=click.IntRange(min=1))
@click.argument("seed", type=click.IntRange(min=0), default=0)
@click.option("--source", type=click.Choice([kind.value for kind in SourceKind]), help="This one only.")
def main(count: int, seed: int, source: str | None) -> None:
    """Compare COUNT cases, from SEED on, on every core. The status is 0 where all are answered alike, and enough of them compiled."""
    seeds = range(seed, seed + count)
    planned = {SourceKind(source): seeds} if source else divided(seeds)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends this ends the server too
    report = Report(planned)
    try:
        run(planned, report)
    except NoServer as missing:
        raise click.ClickException(f"{missing}. Or name another source: --source rest, or --source sqlite.") from None
    except KeyboardInterrupt:
        click.echo(f"Interrupted after {report.done:,} cases, all answered alike.")
        sys.exit(_INTERRUPTED)
    sys.exit(verdict(report))


def divided(seeds: range) -> Mapping[SourceKind, range]:
    """Give each source its share of the seeds."""
    planned, begin, percent = {}, 0, 0
    for kind, share in SHARES.items():
        percent += share
        end = math.ceil(len(seeds) * percent / 100)
        planned[kind] = seeds[begin:end]
        begin = end
    return {kind: some for kind, some in planned.items() if some}


def run(planned: Mapping[SourceKind, range], report: Report) -> None:
    """Compare all cases, or as many as are answered alike, in no order."""
    click.echo(f"{', '.join(f'{len(some):,} cases over {kind}' for kind, some in planned.items())}, on {PROCESSES} cores")
    all_blocks = list(chain.from_iterable(starmap(blocks, planned.items())))
    Random(0).shuffle(all_blocks)
    with places(planned) as made, closing(tallies(all_blocks, made)) as found:
        for tally in found:
            report.add(tally)
            if report.failed:
                return
            report.tell()


@contextmanager
def places(planned: Mapping[SourceKind, range]) -> Iterator[Places]:
    """Make a folder for stores, and start PostgreSQL where it is needed; nothing of it is left in the end."""
    server = running_server() if SourceKind.POSTGRESQL in planned else nullcontext()
    with TemporaryDirectory(prefix="equivalence-") as folder, server as url:
        yield Places(Path(folder), url)


def verdict(report: Report) -> int:
    """Tell what came of it, and return the exit status."""
    for line in report.coverage():
        click.echo(line)
    if report.failed:
        click.echo(told(report.failed), err=True)
        return 1
    for kind in (lacking := report.too_little()):
        click.echo(f"Too few are compiled over {kind}: {ENOUGH:.0%} are wanted.", err=True)
    return 1 if lacking else 0


def told(failed: Failed) -> str:
    """Tell of a case how it differs, and how to have it again: by itself, and should that be answered alike, after the same others."""
    lines = [f"\nNot answered alike over {failed.kind}, seed {failed.seed}. {failed.text}\n", f"Again: {command(failed, failed.seed)}"]
    if failed.first < failed.seed:
        lines.append(f"Should that pass, with those before it: {command(failed, failed.first)}")
    return "\n".join(lines)


def command(failed: Failed, first: int) -> str:
    return f"python -m tests.compiler.equivalence {failed.seed - first + 1} {first} --source {failed.kind}"


if __name__ == "__main__":
    main()
