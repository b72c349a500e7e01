"""One import, from its input to its summary."""

import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

from app.errors import StoreUnavailable
from app.importing import postgres_target, sqlite_target
from app.importing.lines import Batch, batches
from app.importing.postgres_target import PostgresTarget
from app.importing.rejects import Rejects
from app.importing.sqlite_target import SqliteTarget
from app.importing.summary import Summary
from app.importing.translating import Rejected, Translated, translated_in_order, workers
from app.source.address import is_sqlite, store_address
from app.source.postgres_failures import explaining
from app.source.rows import Rows
from app.source.sql_migration import migrate, store_version
from app.source.sql_version import check_version

T = TypeVar("T")
Pack = TypeVar("Pack")
Packed_contra = TypeVar("Packed_contra", contravariant=True)

BATCHES_OF_A_TRANSACTION = 8
"""At most; SQLite attaches no more than ten. Each transaction writes the pages of every index that it touches anew."""


class Target(Protocol[Packed_contra]):
    """A store that batches are written to."""

    def write(self, packs: Sequence[Packed_contra], /) -> int:
        """Add profiles, or replace them whole, in one transaction; tell how many were replaced."""
        ...

    def close(self) -> None:
        """Let go of the store."""
        ...


class Watcher(Protocol):
    """Who is told how an import gets on."""

    def rejected(self, lines: Iterable[Rejected]) -> None:
        """Lines that are not stored."""
        ...

    def advanced(self, summary: Summary) -> None:
        """A batch is stored for good."""
        ...


def import_file(source: Path | None, account_id: str, store_url: str, watcher: Watcher, *, skip_lines: int = 0) -> Summary:
    """Store every profile of a JSON Lines file; what cannot be stored is told, kept in a file, and stops nothing.

    A batch of lines is stored for good or not at all. Ctrl-C, or a store that fails, ends the import early: the summary tells where.

    Args:
        source: the file; ``None`` for the standard input.
        account_id: the account the profiles belong to; it is known to the store from its first profile on.
        store_url: as ``database.open_database`` takes it. An SQLite store is made where there is none.
        watcher: is told how it gets on.
        skip_lines: how many lines to pass over, to go on where an earlier import stopped.

    Raises:
        StoreUnavailable: when the store cannot be opened; it says what to do.
        ValueError: when the URL is not that of a store.
        OSError: when the file cannot be read, or rejected lines cannot be kept.
    """
    address = store_address(store_url)
    with _opened(source) as stream, closing(Rejects(source, resumed=skip_lines > 0)) as rejects:
        one = _Import(account_id, rejects, watcher, skip_lines, source.stat().st_size if source else None)
        if is_sqlite(address):
            migrate(store_url)
            one.run(batches(stream, skip_lines), sqlite_target.packed, lambda: SqliteTarget(str(address.database), account_id))
        else:
            check_version(store_version(store_url))
            one.run(batches(stream, skip_lines), postgres_target.packed, lambda: PostgresTarget(store_url, account_id))
        one.summary.rejects = rejects.path if rejects.kept else None
        return one.summary


@contextmanager
def _opened(source: Path | None) -> Iterator[BinaryIO]:
    if source is None:
        yield sys.stdin.buffer
    else:
        with source.open("rb") as stream:
            yield stream


class _Import:
    """What the steps of one import share."""

    def __init__(self, account_id: str, rejects: Rejects, watcher: Watcher, skip_lines: int, size: int | None) -> None:
        self.size = size
        self.account_id = account_id
        self.rejects = rejects
        self.watcher = watcher
        self.summary = Summary(last_line=skip_lines)
        self.started = time.monotonic()

    def run(self, read: Iterable[Batch], pack: Callable[[Rows], Pack], open_target: Callable[[], Target[Pack]]) -> None:
        """Write batch after batch."""
        with workers(self.size) as pool, closing(_opened_target(open_target)) as target, no_collector():
            try:
                for group in grouped(translated_in_order(pool, read, self.account_id, pack), BATCHES_OF_A_TRANSACTION):
                    self._store(group, target)
            except (KeyboardInterrupt, StoreUnavailable) as error:
                self.summary.stopped = error

    def _store(self, group: Sequence[tuple[Batch, Translated[Pack]]], target: Target[Pack]) -> None:
        with explaining():
            replaced = target.write([made.pack for _, made in group])
        self.summary.new -= replaced
        self.summary.replaced += replaced
        for batch, made in group:
            self.rejects.keep(made.rejected)
            self._count(batch, made)
            self.watcher.rejected(made.rejected)
        self.watcher.advanced(self.summary)

    def _count(self, batch: Batch, made: Translated[Pack]) -> None:
        so_far = self.summary
        so_far.read += len(batch.lines)
        so_far.new += made.profiles
        so_far.replaced += made.lines - made.profiles
        so_far.rejected += len(made.rejected)
        so_far.last_line = max(batch.last, so_far.last_line)
        so_far.bytes_read = batch.bytes_read
        so_far.seconds = time.monotonic() - self.started


def grouped(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Hand on items in lists of ``size``; the last one may be shorter."""
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group


@contextmanager
def no_collector() -> Iterator[None]:
    """Leave cycles alone for a while: lines and rows form none, and looking for some takes a tenth of an import's time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _opened_target(open_target: Callable[[], Target[Pack]]) -> Target[Pack]:
    with explaining():
        return open_target()
