"""Texts, digits and the values of custom fields, as the upstream's JSON carries them."""

import re

from msgspec import json

from app.source.wire import Number, Single, Text

_OTHER_THAN_DIGITS = re.compile("[^0-9]+")


def text(value: Text) -> str | None:
    """Return text as it is, and a number where text is expected as JSON writes it."""
    if value is None or type(value) is str:
        return value
    return _as_json(value)


def _as_json(value: Single) -> str:
    return value if isinstance(value, str) else json.encode(value).decode()


def digits(number: Text, numeric: int | str | None) -> str | None:
    """Return the ASCII digits of a phone number, or those of its integer where the number has none; None if neither has."""
    return _digits_of(number) or _digits_of(numeric) or None


def _digits_of(value: str | Number | None) -> str:
    return "" if value is None else _OTHER_THAN_DIGITS.sub("", str(value))


def value_and_values(value: Single | list[Single | None] | None) -> tuple[str | None, tuple[str, ...] | None]:
    """Return a custom field's value, None for a list, and every value of it, each as text."""
    if value is None:
        return None, None
    if isinstance(value, list):
        return None, tuple(_as_json(item) for item in value if item is not None)
    single = _as_json(value)
    return single, (single,)
