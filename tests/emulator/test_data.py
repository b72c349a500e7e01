from pathlib import Path

import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.data import InvalidProfileError, load_data
from app.emulator.views import View


def loaded(tmp_path: Path, *lines: str | bytes) -> tuple[list[dict[str, object]], list[str]]:
    file = tmp_path / "profiles.jsonl"
    file.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
    complaints: list[str] = []
    return load_data(file, complaints.append), complaints


def test_each_line_is_a_profile(tmp_path: Path) -> None:
    assert loaded(tmp_path, '{"ProfileId": 1, "Emails": null}', "", '{"ProfileId": 2}\r', "") == (
        [{"ProfileId": 1, "Emails": None}, {"ProfileId": 2}],
        [],
    )


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    assert loaded(tmp_path, b'\xef\xbb\xbf{"ProfileId": 1}') == ([{"ProfileId": 1}], [])


@pytest.mark.parametrize(
    "profile_id", ["", '"ProfileId": null', '"ProfileId": "5"', '"ProfileId": 5.0', '"ProfileId": true', '"ProfileId": 9223372036854775808']
)
def test_a_line_without_an_integer_profile_id_is_skipped_with_a_complaint(profile_id: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, "{" + profile_id + "}", '{"ProfileId": 2}') == (
        [{"ProfileId": 2}],
        ["profiles.jsonl, line 1 is skipped: no integer ProfileId."],
    )


@pytest.mark.parametrize("line", ["{", "nonsense", '{"ProfileId": 1, "X": NaN}', b'{"ProfileId": 1, "X": "\xff"}', "[" * 100_000])
def test_a_line_that_is_no_json_is_skipped_with_a_complaint(line: str | bytes, tmp_path: Path) -> None:
    assert loaded(tmp_path, '{"ProfileId": 2}', line) == ([{"ProfileId": 2}], ["profiles.jsonl, line 2 is skipped: not JSON in UTF-8."])


@pytest.mark.parametrize("line", ["[]", "5", "null", '"text"'])
def test_a_line_that_is_no_object_is_skipped_with_a_complaint(line: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, line) == ([], ["profiles.jsonl, line 1 is skipped: not a JSON object."])


@pytest.mark.parametrize("value", ['"\\ud800"', "[" * 600 + "]" * 600])
def test_a_line_that_could_not_be_served_is_skipped_with_a_complaint(value: str, tmp_path: Path) -> None:
    line = '{"ProfileId": 1, "X": ' + value + "}"
    assert loaded(tmp_path, line) == ([], ["profiles.jsonl, line 1 is skipped: a value that JSON cannot carry."])


def test_complaints_are_logged_unless_told_otherwise(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "profiles.jsonl"
    file.write_text('{"FirstName": "Ann"}\n')
    assert load_data(file) == []
    assert caplog.messages == ["profiles.jsonl, line 1 is skipped: no integer ProfileId."]


@pytest.mark.parametrize(
    "number", ["1.50", "1e3", "-0", "0.1000000000000000055511151231257827", "123456789012345678901234567890", "-9223372036854775808"]
)
def test_a_number_leaves_as_it_came(number: str, tmp_path: Path) -> None:
    profiles, _ = loaded(tmp_path, '{"ProfileId":1,"CustomFields":[{"Value":' + number + "}]}")
    account = EmulatorData({"1001": profiles}).account("1001")
    assert account is not None
    assert account.rendered(1, View()) == b'{"ProfileId":1,"CustomFields":[{"Value":' + number.encode() + b"}]}"


def test_data_from_a_program_is_refused_when_a_profile_has_no_integer_id() -> None:
    with pytest.raises(InvalidProfileError, match="no integer ProfileId"):
        EmulatorData({"1001": [{"ProfileId": "1"}]})
