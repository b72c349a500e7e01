import pytest

from app.source.wire import Single, Text
from app.source.wire_text import digits, text, value_and_values


@pytest.mark.parametrize(
    ("value", "expected"), [("a", "a"), ("", ""), (" ", " "), (840, "840"), (-1, "-1"), (2**70, str(2**70)), (1.5, "1.5"), (None, None)]
)
def test_a_number_where_text_is_expected_becomes_text(value: Text, expected: str | None) -> None:
    assert text(value) == expected


@pytest.mark.parametrize(
    ("number", "numeric", "expected"),
    [
        ("+1 (555) 010-9999", None, "15550109999"),
        ("555-0100 x 12", 15550109999, "555010012"),
        ("555-0100", 1, "5550100"),
        ("unlisted", 15550109999, "15550109999"),
        ("", 15550109999, "15550109999"),
        (None, 15550109999, "15550109999"),
        (None, "15550109999", "15550109999"),
        (15550109999, None, "15550109999"),
        ("\u0665\u0665\u0665", None, None),
        ("unlisted", None, None),
        ("", "", None),
        (None, None, None),
        (None, 0, "0"),
    ],
)
def test_the_digits_are_those_of_the_number_or_else_its_integer(number: Text, numeric: int | str | None, expected: str | None) -> None:
    assert digits(number, numeric) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, (None, None)),
        ("a", ("a", ("a",))),
        ("", ("", ("",))),
        ("2024-05-06T07:08:09", ("2024-05-06T07:08:09", ("2024-05-06T07:08:09",))),
        (12, ("12", ("12",))),
        (1.5, ("1.5", ("1.5",))),
        (True, ("true", ("true",))),
        (False, ("false", ("false",))),
        ([], (None, ())),
        (["a"], (None, ("a",))),
        (["a", None, 1, True, 1.5, ""], (None, ("a", "1", "true", "1.5", ""))),
    ],
)
def test_a_custom_field_has_one_value_or_a_list_of_them(
    value: Single | list[Single | None] | None, expected: tuple[str | None, tuple[str, ...] | None]
) -> None:
    assert value_and_values(value) == expected
