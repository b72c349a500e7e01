"""Frontends generate types from the schema for their operations, and the compiler holds a client to them."""

import shutil
from pathlib import Path

import pytest

from tests.suites.node_tools import FOLDER, Node

ROOT = Path(__file__).parents[2]
COMPILER = "node_modules/typescript/bin/tsc"


@pytest.fixture
def project(node: Node, tmp_path: Path) -> Path:
    """A small client beside the types that are generated for the example operations."""
    (tmp_path / "node_modules").symlink_to(FOLDER / "node_modules")
    for name in ("client.ts", "tsconfig.json", "package.json"):
        shutil.copy(FOLDER / name, tmp_path)
    node.output("codegen.js", ROOT / "schema.graphql", str(ROOT / "examples" / "*.graphql"), tmp_path / "generated")
    return tmp_path


def test_the_compiler_accepts_a_client_of_the_generated_types(node: Node, project: Path) -> None:
    node.output(COMPILER, "--project", project)
