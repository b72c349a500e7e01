"""How the upstream compares text, numbers and enumerations."""

import unicodedata

_DROPPED_FROM_A_NUMBER = frozenset("()+-./\t")
_ASCII_DIGITS = frozenset("0123456789")


def folded(value: object) -> str | None:
    """Text, or a number that stands where text is expected, for comparing without case; None for anything else."""
    if isinstance(value, str):
        return value.casefold()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def enumeration_name(value: object) -> str | None:
    """The name of an enumeration's value for comparing without case, spaces, hyphens and underscores."""
    name = folded(value)
    return None if name is None else name.replace(" ", "").replace("-", "").replace("_", "")


def digits_of(value: object) -> str:
    """All ASCII digits of a stored number, those of an extension too."""
    return "".join(letter for letter in folded(value) or "" if letter in _ASCII_DIGITS)


def digits_asked_for(number: str) -> str | None:
    """The digits of a number in a request; None when something is in it that belongs into no number, or no digit at all."""
    kept = "".join(letter for letter in number if not _is_punctuation(letter))
    return kept if kept and _ASCII_DIGITS.issuperset(kept) else None


def _is_punctuation(letter: str) -> bool:
    return letter in _DROPPED_FROM_A_NUMBER or unicodedata.category(letter) in {"Zs", "Pd"}
