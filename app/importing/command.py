"""``profile-gateway import``: what people type, and what they see on the way."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from app.errors import StoreUnavailable
from app.importing.importing import import_file
from app.importing.summary import Summary
from app.importing.translating import Rejected

_INCOMPLETE = 1
_INTERRUPTED = 130
_REPORTED_AT_MOST = 100


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--account", envvar="PROFILES_ACCOUNT_ID", required=True, help="The account the profiles belong to.")
@click.option("--store-url", envvar="PROFILES_STORE_URL", default="sqlite:///profiles.sqlite3", show_default=True, help="Where to.")
@click.option("--skip-lines", type=click.IntRange(min=0), default=0, help="Lines to pass over, to go on where an import stopped.")
@click.pass_context
def import_profiles(context: click.Context, file: Path, account: str, store_url: str, skip_lines: int) -> None:
    """Store profiles from FILE (- for the standard input): JSON Lines, in each line a profile as the upstream writes it.

    A profile that the store has is replaced whole. Importing a file again changes nothing. Lines that cannot be stored are kept in
    FILE.rejects.jsonl, to be corrected there and imported again; the exit status is 1 then.
    """
    source = None if str(file) == "-" else file
    with _Reporter(source) as reporter:
        summary = _imported(source, account, store_url, reporter, skip_lines)
    _tell(summary)
    context.exit(_exit_status(summary))


def _imported(source: Path | None, account: str, store_url: str, reporter: "_Reporter", skip_lines: int) -> Summary:
    try:
        return import_file(source, account, store_url, reporter, skip_lines=skip_lines)
    except (StoreUnavailable, ValueError) as error:
        raise click.ClickException(str(error)) from None


class _Reporter:
    """Tells on the standard error output how an import gets on; draws a bar for a file, where somebody is looking."""

    def __init__(self, source: Path | None) -> None:
        self._told = 0
        console = Console(stderr=True)
        columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TextColumn("{task.description}"), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, disable=source is None or not console.is_terminal, transient=True)
        self._task: TaskID = self._bar.add_task("", total=source.stat().st_size if source else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def rejected(self, lines: Iterable[Rejected]) -> None:
        for each in lines:
            self._told += 1
            if self._told <= _REPORTED_AT_MOST:
                self._bar.console.print(f"line {each.line.number}: {each.reason}", markup=False, highlight=False, soft_wrap=True)
            elif self._told == _REPORTED_AT_MOST + 1:
                self._bar.console.print("Further rejected lines are counted, but not told one by one.")

    def advanced(self, summary: Summary) -> None:
        self._bar.start()
        speed = f"{summary.profiles_per_second:,.0f} profiles/s"
        self._bar.update(self._task, completed=summary.bytes_read, description=speed)


def _tell(summary: Summary) -> None:
    stored = f"stored {summary.stored:,} ({summary.new:,} new, {summary.replaced:,} replaced)"
    speed = f"{summary.seconds:.1f} s, {summary.profiles_per_second:,.0f} profiles/s"
    click.echo(f"Read {summary.read:,} lines, {stored}, rejected {summary.rejected:,}, in {speed}.", err=True)
    if summary.rejects:
        click.echo(f"Correct the rejected lines in {summary.rejects} and import that file.", err=True)
    if summary.stopped:
        why = "Interrupted." if isinstance(summary.stopped, KeyboardInterrupt) else str(summary.stopped)
        click.echo(f"{why} What was stored stays. Go on with --skip-lines {summary.last_line}.", err=True)


def _exit_status(summary: Summary) -> int:
    if isinstance(summary.stopped, KeyboardInterrupt):
        return _INTERRUPTED
    return _INCOMPLETE if summary.stopped or summary.rejected else 0
