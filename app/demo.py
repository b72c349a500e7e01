"""``profile-gateway demo``: an embedded store with people made up."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import orjson

from app.errors import StoreUnavailable
from app.generator.demo import demo_profiles
from app.importing.importing import import_file
from app.importing.summary import Summary
from app.importing.translating import Rejected
from app.source.address import is_sqlite, store_address

DEMO_ACCOUNT = "demo"


class Unwatched:
    """Nobody is told of an import of some hundred lines."""

    def rejected(self, lines: Iterable[Rejected]) -> None:
        """Let no line of the demo be lost unseen."""
        assert not list(lines), "the demo's own profiles are readable"

    def advanced(self, summary: Summary) -> None:
        """Say nothing."""


@click.command()
@click.option("--store-url", envvar="PROFILES_STORE_URL", default="sqlite:///profiles.sqlite3", show_default=True, help="Where to.")
def demo(store_url: str) -> None:
    """Make an embedded store with demo data, where there is none yet."""
    try:
        address = store_address(store_url)
        if not is_sqlite(address):
            raise click.UsageError("The demo needs an embedded store: sqlite:///path/of.file.")
        if not Path(str(address.database)).exists():
            make_demo_store(Path(str(address.database)))
    except (StoreUnavailable, ValueError) as error:
        raise click.ClickException(str(error)) from None


def make_demo_store(path: Path) -> None:
    """Fill a store with people made up. It gets its name when it is complete, so that an interrupted one is made anew."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    with TemporaryDirectory() as folder:
        lines = Path(folder) / "demo.jsonl"
        lines.write_bytes(b"\n".join(map(orjson.dumps, demo_profiles())))
        import_file(lines, DEMO_ACCOUNT, f"sqlite:///{unfinished}", Unwatched())
    unfinished.rename(path)
