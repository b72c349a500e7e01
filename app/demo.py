"""The demo: an embedded store with people made up, and what is said about it."""

from collections.abc import Iterable
from itertools import starmap
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from app.generator.demo import DEMO_NUMBERS, demo_profiles
from app.importing.importing import import_file
from app.importing.summary import Summary
from app.importing.translating import Rejected
from app.source.database import is_sqlite, store_address

DEMO_ACCOUNT = "demo"
QUERY = '{ profilesByPhone(phoneNumber: "15550109999") { profileId name { first last } emails { address } consents { type status } } }'


class Unwatched:
    """Nobody is told of an import of some hundred lines."""

    def rejected(self, lines: Iterable[Rejected]) -> None:
        """Let no line of the demo be lost unseen."""
        assert not list(lines), "the demo's own profiles are readable"

    def advanced(self, summary: Summary) -> None:
        """Say nothing."""


def make_demo_store(url: str) -> None:
    """Fill an embedded store with people made up, if there is none yet. It gets its name when it is complete."""
    address = store_address(url)
    if not is_sqlite(address) or not address.database or Path(address.database).exists():
        return
    unfinished = Path(f"{address.database}.new")
    unfinished.unlink(missing_ok=True)
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "demo.jsonl"
        lines.write_bytes(b"\n".join(map(orjson.dumps, demo_profiles())))
        import_file(lines, DEMO_ACCOUNT, f"sqlite:///{unfinished}", Unwatched())
    unfinished.rename(address.database)


def greeting(host: str, port: int, *, demo: bool) -> str:
    """Say where the graph is, what to ask it, and which numbers there are."""
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/graphql"
    lines = [f"Profile Gateway serves {url}", "Open it in a browser, or paste:", "", *example(url)]
    return "\n".join([*lines, *numbers()] if demo else lines)


def example(url: str) -> list[str]:
    """A command to paste."""
    body = orjson.dumps({"query": QUERY}).decode()
    return [f"  curl -s {url} -H 'Content-Type: application/json' -d '{body}'", ""]


def numbers() -> list[str]:
    """The phone numbers of the demo, and what each shows."""
    return ["Phone numbers that exist:", *starmap("  {}  {}".format, DEMO_NUMBERS), ""]
