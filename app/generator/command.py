"""``profile-gateway generate``: invented profiles on standard output."""

import sys
from itertools import islice

import click

from app.generator.profiles import DEFAULT_SEED, lines

_AT_ONCE = 500
"""How many lines are written at once: a megabyte and a half."""
_MOST = 10**9
_LAST_START = 2**63 - _MOST


@click.command()
@click.argument("count", metavar="N", type=click.IntRange(0, _MOST))
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Another seed, other people.")
@click.option("--start-id", type=click.IntRange(1, _LAST_START), default=1, show_default=True, help="The id of the first profile.")
def generate(count: int, seed: int, start_id: int) -> None:
    """Write N invented profiles as JSON Lines, in the upstream's form.

    The same arguments give the same bytes everywhere. A profile depends on the seed and its id alone, so files with ranges of ids that
    do not overlap fit together. Phone numbers ring nowhere, and e-mail addresses lead to example.com, example.org and example.net.
    """
    found = lines(count, seed, start_id)
    out = sys.stdout.buffer
    with click.progressbar(length=count, label="Profiles", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        while chunk := tuple(islice(found, _AT_ONCE)):
            out.write(b"".join(chunk))
            bar.update(len(chunk))
    out.flush()
