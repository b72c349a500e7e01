"""Arguments as people write them."""

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from app.errors import BadUserInput
from app.schema.arguments import filled, given, phone_digits, profile_number

PUNCTUATION = " \u00a0\u202f\t()+-./\u2010\u2013\u2014\u2212"
DIGITS = st.text("0123456789", min_size=3, max_size=20)


@pytest.mark.parametrize(
    "written", ["15550109999", "+1 (555) 010-9999", "1.555.010.9999", "1/555/010\u20139999", "\t1\u00a0555\u202f0109999 "]
)
def test_usual_punctuation_of_a_phone_number_is_dropped(written: str) -> None:
    assert phone_digits(written) == "15550109999"


@generated(DIGITS, st.data())
def test_punctuation_anywhere_never_changes_the_digits(digits: str, data: st.DataObject) -> None:
    written = "".join(data.draw(st.text(PUNCTUATION, max_size=2)) + digit for digit in digits)
    assert phone_digits(written) == digits


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "+",
        "12",
        "1" * 21,
        "1555abc9999",
        "1555#01",
        "1_555_010",
        "1555\n0109999",
        "\u0661\u0662\u0663\u0664",
        "\uff11\uff12\uff13\uff14",
        "²³¹¹",
    ],
)
def test_what_is_no_phone_number_is_refused_by_the_argument_name_and_without_its_value(written: str) -> None:
    with pytest.raises(BadUserInput) as refused:
        phone_digits(written)
    assert refused.value.extensions == {"code": "BAD_USER_INPUT", "argument": "phoneNumber"}
    assert not written.strip(" +") or written not in str(refused.value)


@pytest.mark.parametrize("number", ["123", "1" * 20])
def test_three_to_twenty_digits_are_a_phone_number(number: str) -> None:
    assert phone_digits(number) == number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("1", 1), ("9223372036854775807", 2**63 - 1)])
def test_a_profile_id_is_canonical_decimal(text: str, number: int) -> None:
    assert profile_number(text) == number


@pytest.mark.parametrize("text", ["", "x", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "9223372036854775808", "1" * 10_000, "\uff11"])
def test_what_is_no_64_bit_integer_is_no_profile_id(text: str) -> None:
    with pytest.raises(BadUserInput) as refused:
        profile_number(text)
    assert refused.value.extensions["argument"] == "profileId"


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_a_blank_type_counts_as_not_given_and_a_blank_key_is_refused(blank: str) -> None:
    assert given(blank) is None
    with pytest.raises(BadUserInput):
        filled(blank, "emailAddress")
