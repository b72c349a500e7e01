"""What can rot in the README is tested: settings, error codes, commands, targets."""

import re
from collections.abc import Iterator
from pathlib import Path

from app import errors
from app.cli import COMMANDS
from app.execution import public_errors
from app.settings import PREFIX, Settings
from app.web.endpoint import BAD_REQUEST

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CODE = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def all_errors(kind: type[errors.GatewayError] = errors.GatewayError) -> Iterator[type[errors.GatewayError]]:
    for below in kind.__subclasses__():
        yield below
        yield from all_errors(below)


def table(heading: str) -> set[str]:
    """The first column of the table below a heading of the README."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(CODE.findall(section))


def test_the_readme_names_every_setting_and_no_other() -> None:
    assert table("Settings") == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_readme_gives_each_setting_its_default() -> None:
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if hasattr(field.default, "get_secret_value") else field.default
        shown = "none" if default is None else f"`{str(default).lower() if isinstance(default, bool) else default}`"
        assert f"| `{PREFIX}{name.upper()}` | {shown} |" in README


def test_the_readme_names_every_error_code_and_no_other() -> None:
    ours = {error.code for error in all_errors() if "code" in vars(error)}
    others = {
        public_errors.PARSE_FAILED,
        public_errors.VALIDATION_FAILED,
        public_errors.OPERATION_UNKNOWN,
        public_errors.INTERNAL,
        BAD_REQUEST,
    }
    assert table("Error codes") == ours | others


def test_the_error_tree_is_drawn_whole() -> None:
    drawn = errors.__doc__ or ""
    assert [error.__name__ for error in all_errors() if error.__module__ == "app.errors" and error.__name__ not in drawn] == []


def test_the_readme_shows_every_command() -> None:
    assert [name for name in COMMANDS if f"profile-gateway {name}" not in README] == []


def test_the_readme_names_only_targets_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text() + (ROOT / "explorer/explorer.mk").read_text(), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)", README))
    assert named
    assert named <= targets


def test_the_architecture_stays_a_page_that_people_read() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) < 100
