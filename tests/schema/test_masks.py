"""What is shown of personal data to those who may not see it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.schema import masks


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+1 (555) 010-0199", "+1*******99"),
        ("+44 20 7946 0958", "+4*******58"),
        ("15550100199", "*******99"),
        ("(555) 010-0199", "*******99"),
        ("911", "*******"),
        ("ext. none", "*******"),
        ("", "*******"),
    ],
)
def test_of_a_phone_number_the_last_two_digits_stay(number: str, shown: str) -> None:
    assert masks.phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("ann@example.com", "a***@example.com"),
        ("a@example.com", "a***@example.com"),
        ('"a@b"@example.com', '"***@example.com'),
        ("@example.com", "***"),
        ("ann@", "***"),
        ("ann", "***"),
        ("", "***"),
    ],
)
def test_of_an_email_address_the_first_character_and_the_domain_stay(address: str, shown: str) -> None:
    assert masks.email(address) == shown


@pytest.mark.parametrize(("part", "shown"), [("Ruth", "R***"), ("Élodie", "É***"), ("", "***")])
def test_of_a_name_the_initial_stays(part: str, shown: str) -> None:
    assert masks.name(part) == shown


def test_of_a_line_of_an_address_nothing_stays() -> None:
    assert masks.address("1 Main Street") == "***"


@given(st.text("0123456789 +()-", min_size=3))
def test_no_more_than_three_digits_of_a_number_are_ever_shown(number: str) -> None:
    assert sum(character.isdigit() for character in masks.phone(number)) <= 3


@given(st.text("0123456789", min_size=7, max_size=20))
def test_the_mask_does_not_tell_how_long_a_number_is(digits: str) -> None:
    assert len(masks.phone(digits)) == len("*******99")
