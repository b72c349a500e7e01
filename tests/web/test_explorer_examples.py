"""What the explorer is built of: its example operations, and its lock."""

import json
import re
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, build_schema, parse, validate
from graphql.execution.values import get_variable_values

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.graphql"))
SCHEMA = build_schema((ROOT / "schema.graphql").read_text(), assume_valid_sdl=True)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_is_valid_for_the_schema_with_its_variables(example: Path) -> None:
    document = parse(example.read_text())
    assert validate(SCHEMA, document) == []
    (operation,) = (definition for definition in document.definitions if isinstance(definition, OperationDefinitionNode))
    variables = json.loads(example.with_suffix(".json").read_text())
    assert not isinstance(get_variable_values(SCHEMA, operation.variable_definitions or (), variables), list)
    assert variables.keys() == {definition.variable.name.value for definition in operation.variable_definitions or ()}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.stem)
def test_an_example_has_the_name_that_its_tab_shows(example: Path) -> None:
    words = example.stem.split("-")[1:]
    assert f"query {''.join(map(str.capitalize, words))}(" in example.read_text()


def test_each_kind_of_question_has_its_example() -> None:
    assert [example.stem for example in EXAMPLES] == [
        "1-profiles-by-phone",
        "2-one-profile",
        "3-consent-history",
        "4-federation-entities",
    ]


def test_the_lock_names_no_host() -> None:
    lock = (ROOT / "explorer" / "package-lock.json").read_text()
    assert re.findall(r"\w+://\S+", lock) == []


def test_every_package_is_pinned_exactly() -> None:
    package = json.loads((ROOT / "explorer" / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
