"""``profile-gateway explain``."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.compiler.command import explain

QUERY = """
query ($number: String!, $flag: Boolean = true) {
  people: profilesByPhone(phoneNumber: $number, includeConsentHistory: false) { profileId @include(if: $flag) consents { status } }
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "query.graphql"
    path.write_text(QUERY)
    return path


def explained(file: Path, *options: str) -> Result:
    return CliRunner().invoke(explain, [str(file), *options])


def test_plan_reads_code_and_sql_are_shown(file: Path) -> None:
    text = explained(file, "--variables", '{"number": "15550109999"}').output
    assert "for $flag = true" in text
    assert "one PhoneLookup; implied=false, includeConsentHistory=false" in text
    assert "narrowed here: consents" in text
    assert "def profile_" in text
    assert "is_latest" in text


def test_a_skipped_field_is_in_no_part_of_it(file: Path) -> None:
    text = explained(file, "--variables", '{"number": "15550109999", "flag": false}').output
    assert "profileId" not in text


def test_what_is_not_compiled_says_why(file: Path) -> None:
    file.write_text("{ __schema { queryType { name } } }")
    assert explained(file).output == "Goes the plain way: root field __schema.\n"


@pytest.mark.parametrize(("query", "variables"), [("{", "{}"), ("{ wrong }", "{}"), (QUERY, "[")])
def test_what_is_wrong_is_said(file: Path, query: str, variables: str) -> None:
    file.write_text(query)
    result = explained(file, "--variables", variables)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
