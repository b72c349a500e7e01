"""Writes to SQLite: a worker packs a batch's rows into the image of a small database, the writing process copies from it.

So a row never becomes Python objects in the writing process, the only one that can hold the store's lock, and a batch is replaced by
a handful of statements.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.source.rows import TABLES, Row, Rows

_WAITS_S = 30


def packed(rows: Rows) -> bytes:
    """The image of an SQLite database with these rows, tables and columns in the store's order; nothing for no profiles."""
    if not rows["profiles"]:
        return b""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as pack:
        pack.execute("BEGIN")
        for table in TABLES:
            _fill(pack, table, rows[table])
        pack.execute("COMMIT")
        return pack.serialize()


def _fill(pack: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    if rows:
        width = range(len(rows[0]))
        pack.execute(f'CREATE TABLE "{table}" (profile_id, {", ".join(f"c{index}" for index in width[1:])})')
        pack.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" for _ in width)})', rows)  # nosec B608 # noqa: S608 - a name of ours


class SqliteTarget:
    """An SQLite store that is open for writing. Foreign keys are not checked: what is written and deleted here is whole profiles."""

    def __init__(self, path: str, account_id: str) -> None:
        """Open a store that has its tables."""
        self._account_id = account_id
        self._store = sqlite3.connect(path, isolation_level=None, timeout=_WAITS_S)
        self._store.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut may take the last batches, never a part of one
        self._store.execute("PRAGMA cache_size = -65536")
        self._store.execute("PRAGMA wal_autocheckpoint = 10000")  # pages: of 40 MB, for an index page changes with every batch

    def write(self, pack: bytes) -> int:
        """Store a batch of profiles.

        Returns:
            How many of them were in the store before, and were replaced.
        """
        if not pack:
            return 0
        with self._attached(pack) as tables, self._transaction():
            account = self._account()
            replaced = self._delete(account)
            for table in tables:
                self._store.execute(f'INSERT INTO main."{table}" SELECT ?, * FROM pack."{table}"', (account,))  # nosec B608 # noqa: S608 - see above
        return replaced

    @contextmanager
    def _attached(self, pack: bytes) -> Iterator[list[str]]:
        self._store.execute("ATTACH ':memory:' AS pack")
        try:
            self._store.deserialize(pack, name="pack")
            yield [name for (name,) in self._store.execute("SELECT name FROM pack.sqlite_master")]
        finally:
            self._store.execute("DETACH pack")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._store.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._store.execute("ROLLBACK")
            raise
        self._store.execute("COMMIT")

    def _account(self) -> int:
        """The account's number; it is made with the first batch that has something for it."""
        self._store.execute("INSERT INTO accounts (name) VALUES (?) ON CONFLICT DO NOTHING", (self._account_id,))
        number: int = self._store.execute("SELECT id FROM accounts WHERE name = ?", (self._account_id,)).fetchone()[0]
        return number

    def _delete(self, account: int) -> int:
        old = "account = ? AND profile_id IN (SELECT profile_id FROM pack.profiles)"
        replaced = self._store.execute(f"DELETE FROM main.profiles WHERE {old}", (account,)).rowcount  # nosec B608 # noqa: S608 - see above
        for table in TABLES[1:] if replaced else ():
            self._store.execute(f'DELETE FROM main."{table}" WHERE {old}', (account,))  # nosec B608 # noqa: S608 - see above
        return replaced

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()
