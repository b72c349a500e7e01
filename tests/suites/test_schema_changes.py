"""What clients rely on does not change: the schema is compared with that of the last release."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.schema.federation import whole
from tests.suites.node_tools import Node

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schema.graphql"
PROMISED = ROOT / "tests" / "schema" / "promised.graphql"
INSPECTOR = "node_modules/@graphql-inspector/cli/cjs/index.js"


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """The schema of the last tag; before the first release, what clients were promised."""
    released = tmp_path / "released.graphql"
    tag = git("describe", "--tags", "--abbrev=0")
    released.write_text(git("show", f"{tag.strip()}:schema.graphql") if tag else whole(PROMISED.read_text()))
    return released


def git(*arguments: str) -> str:
    """What git says; nothing where this is no repository, or there is no such thing in it."""
    program = shutil.which("git")
    if program is None:
        return ""
    ended = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout if ended.returncode == 0 else ""


def test_nothing_that_clients_rely_on_was_taken_away_since_the_last_release(node: Node, released: Path) -> None:
    node.output(INSPECTOR, "diff", released, SCHEMA)


def test_a_field_that_is_taken_away_would_be_noticed(node: Node, tmp_path: Path) -> None:
    changed = tmp_path / "changed.graphql"
    changed.write_text(SCHEMA.read_text().replace("  customerType:", "  customerKind:"))
    with pytest.raises(pytest.fail.Exception, match="customerType was removed"):
        node.output(INSPECTOR, "diff", SCHEMA, changed)
