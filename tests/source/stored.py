"""A store filled for a test."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from app.demo import Unwatched
from app.importing.importing import import_file
from app.source.sql_migration import migrate


def store(raw: Iterable[dict[str, object]], account_id: str, url: str) -> str:
    """Import profiles of the upstream's JSON, and return the store's URL."""
    migrate(url)
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "profiles.jsonl"
        lines.write_bytes(b"\n".join(map(orjson.dumps, raw)))
        summary = import_file(lines, account_id, url, Unwatched())
    assert summary.rejected == 0
    return url
