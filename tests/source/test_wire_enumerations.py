from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import ConsentStatus, MatchType, PreferenceStatus, PreferenceType, ProcessingStatus
from app.source.wire_enumerations import (
    consent_status,
    match_type,
    preference_status,
    preference_type,
    processing_status,
    standardized,
)

READERS = {
    ConsentStatus: consent_status,
    PreferenceType: preference_type,
    PreferenceStatus: preference_status,
    MatchType: match_type,
    ProcessingStatus: processing_status,
}
members = st.sampled_from([member for members in READERS for member in members])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, ConsentStatus.GRANTED),
        ("2", ConsentStatus.DENIED),
        ("03", ConsentStatus.REVOKED),
        (" 4 ", ConsentStatus.NOT_SET),
        ("Granted", ConsentStatus.GRANTED),
        ("Not Set", ConsentStatus.NOT_SET),
        ("not-set", ConsentStatus.NOT_SET),
        ("NotSet", ConsentStatus.NOT_SET),
        ("NOT_SET", ConsentStatus.NOT_SET),
    ],
)
def test_a_consent_status_is_an_integer_its_digits_or_a_name(value: object, expected: ConsentStatus) -> None:
    assert consent_status(value) is expected


def test_integers_are_documented_for_two_enumerations_only() -> None:
    assert preference_type(1) is PreferenceType.OPT_IN
    assert preference_type("2") is PreferenceType.OPT_OUT
    assert match_type(1) is MatchType.UNKNOWN
    assert preference_status("1") is PreferenceStatus.UNKNOWN
    assert processing_status(1) is ProcessingStatus.UNKNOWN


@given(members, st.data())
def test_a_name_counts_without_case_spaces_hyphens_and_underscores(member: Enum, data: st.DataObject) -> None:
    letters = [data.draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in member.name if letter != "_"]
    separators = st.text(alphabet=" -_\t\u00a0", max_size=2)
    written = "".join(data.draw(separators) + letter for letter in letters) + data.draw(separators)
    assert READERS[type(member)](written) is member


@given(members, st.one_of(st.integers(5), st.integers(max_value=0), st.floats(), st.booleans(), st.lists(st.integers()), st.just({"a": 1})))
def test_what_is_not_known_is_unknown(member: Enum, value: object) -> None:
    assert READERS[type(member)](value).name == "UNKNOWN"  # type: ignore[union-attr] # it is not null


@pytest.mark.parametrize("value", ["Maybe", "5", "0", "00", "-1", "1.0", "1 2", "\u0661", "9" * 5000, "-", "grantedd", "İ"])
def test_a_text_that_is_not_known_is_unknown(value: str) -> None:
    assert consent_status(value) is ConsentStatus.UNKNOWN


@given(st.permutations([1, True, 1.0, "1"]))
def test_what_only_looks_like_an_integer_is_unknown_in_whatever_order_it_comes(values: list[object]) -> None:
    expected = {int: ConsentStatus.GRANTED, str: ConsentStatus.GRANTED}
    assert [consent_status(value) for value in values] == [expected.get(type(value), ConsentStatus.UNKNOWN) for value in values]


@pytest.mark.parametrize("value", [None, "", " ", "\t\u00a0"])
def test_a_blank_is_null(value: str | None) -> None:
    assert [read(value) for read in READERS.values()] == [None] * 5


@pytest.mark.parametrize(
    ("value", "expected"), [("Y", True), ("N", False), ("", None), ("y", None), ("X", None), (None, None), (True, None), ([], None)]
)
def test_an_address_is_standardized_by_y_and_not_by_n(value: object, expected: bool | None) -> None:
    assert standardized(value) is expected
