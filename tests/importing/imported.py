"""What tests of the import have in common: lines to import, an import that is watched, and what is in a store."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import orjson

from app.importing.importing import import_file
from app.importing.summary import Summary
from app.importing.translating import Rejected
from app.source.opening import open_database
from app.source.tables import metadata

Table = list[tuple[object, ...]]


class Watched:
    """Remembers what an import told; may do something after each batch."""

    def __init__(self, then: Callable[[], None] | None = None) -> None:
        self.told: list[tuple[int, str]] = []
        self.batches = 0
        self.then = then

    def rejected(self, lines: Iterable[Rejected]) -> None:
        self.told += [(each.line.number, each.reason) for each in lines]

    def advanced(self, summary: Summary) -> None:
        assert summary.stored + summary.rejected == summary.read
        self.batches += 1
        if self.then:
            self.then()


def written(path: Path, *profiles: Mapping[str, object] | bytes) -> Path:
    """A file of these lines."""
    path.write_bytes(b"".join((line if isinstance(line, bytes) else orjson.dumps(line)) + b"\n" for line in profiles))
    return path


def imported(path: Path, url: str, account_id: str = "acme", *, skip_lines: int = 0) -> Summary:
    """What an import says that nobody watches."""
    return import_file(path, account_id, url, Watched(), skip_lines=skip_lines)


def tables_of(url: str, names: Iterable[str] = tuple(metadata.tables)) -> dict[str, Table]:
    """The rows of these tables, in the order of their keys."""
    return asyncio.run(_read(url, names))


async def _read(url: str, names: Iterable[str]) -> dict[str, Table]:
    database = open_database(url)
    try:
        return {name: [tuple(row) for row in await database.fetch(f'SELECT * FROM "{name}" ORDER BY {key_of(name)}')] for name in names}
    finally:
        await database.close()


def key_of(table: str) -> str:
    return ", ".join(metadata.tables[table].primary_key.columns.keys())


def column(url: str, name: str) -> list[object]:
    """The values of one column, ``table.column``."""
    table, _, wanted = name.partition(".")
    index = metadata.tables[table].c.keys().index(wanted)
    return [row[index] for row in tables_of(url, [table])[table]]
