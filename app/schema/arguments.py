"""Arguments as people write them, turned into what a lookup needs. A wrong one is named, its value never repeated."""

import unicodedata
from itertools import filterfalse

from app.errors import BadUserInput

DIGITS_AT_LEAST, DIGITS_AT_MOST = 3, 20
LARGEST_ID = 2**63 - 1
DIGITS_OF_AN_ID = len(str(LARGEST_ID))

PUNCTUATION = frozenset("\t()+./\N{MINUS SIGN}")
SPACES_AND_DASHES = frozenset({"Zs", "Pd"})


def phone_digits(phone_number: str) -> str:
    """Drop the usual punctuation of ``phoneNumber`` and keep its digits.

    Raises:
        BadUserInput: something else stands in it, or its length is none of a phone number's.
    """
    digits = phone_number if is_digits(phone_number) else "".join(filterfalse(is_punctuation, phone_number))
    if not is_digits(digits):
        raise BadUserInput("phoneNumber must consist of digits; spaces and ( ) + - . / are dropped.", argument="phoneNumber")
    if not DIGITS_AT_LEAST <= len(digits) <= DIGITS_AT_MOST:
        raise BadUserInput(f"phoneNumber must have {DIGITS_AT_LEAST} to {DIGITS_AT_MOST} digits.", argument="phoneNumber")
    return digits


def is_digits(text: str) -> bool:
    """Whether there is nothing but ASCII digits, and one at least."""
    return text.isascii() and text.isdigit()


def is_punctuation(character: str) -> bool:
    """Whether people write this between the digits of a number."""
    return character in PUNCTUATION or unicodedata.category(character) in SPACES_AND_DASHES


def profile_number(profile_id: str) -> int:
    """Read ``profileId``, a 64-bit integer in canonical decimal.

    Raises:
        BadUserInput: it is not one.
    """
    number = int(profile_id) if len(profile_id) <= DIGITS_OF_AN_ID and profile_id.isdecimal() else -1
    if not 0 <= number <= LARGEST_ID or str(number) != profile_id:
        raise BadUserInput("profileId must be a 64-bit integer: digits only, without sign, leading zeros or spaces.", argument="profileId")
    return number


def filled(value: str, argument: str) -> str:
    """Return ``value`` as it is.

    Raises:
        BadUserInput: there is nothing but blanks in it.
    """
    if not value.strip():
        raise BadUserInput(f"{argument} must not be blank.", argument=argument)
    return value


def given(value: str | None) -> str | None:
    """Count a blank type as not given."""
    return value if value and value.strip() else None
