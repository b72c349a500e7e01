"""Enumerations, as the upstream's JSON carries them: an integer, a string of digits, or a name written in one of many ways."""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from app.model import ConsentStatus, MatchType, PreferenceStatus, PreferenceType, ProcessingStatus

E = TypeVar("E", bound=Enum)

_SEPARATORS = str.maketrans("", "", " \t\u00a0-_")


def _reader(members: type[E], numbers: Mapping[int, E]) -> Callable[[object], E | None]:
    """Make the function that reads one enumeration; its member ``UNKNOWN`` stands for what it does not know."""
    by_name = {_bare(member.name): member for member in members}
    by_digits = {str(number): member for number, member in numbers.items()}
    unknown = members["UNKNOWN"]

    @lru_cache(maxsize=128, typed=True)  # typed: True and 1.0 are no integers
    def known(value: object) -> E | None:
        if not isinstance(value, str):
            return numbers.get(value, unknown) if type(value) is int else unknown
        text = value.strip()
        if text.isdecimal():
            return by_digits.get(text.lstrip("0"), unknown)
        return by_name.get(_bare(text), unknown) if text else None

    def read(value: object) -> E | None:
        if value is None:
            return None
        try:
            return known(value)
        except TypeError:  # a list or an object has no hash
            return unknown

    return read


def _bare(name: str) -> str:
    return name.translate(_SEPARATORS).casefold()


consent_status = _reader(
    ConsentStatus, {1: ConsentStatus.GRANTED, 2: ConsentStatus.DENIED, 3: ConsentStatus.REVOKED, 4: ConsentStatus.NOT_SET}
)
preference_type = _reader(PreferenceType, {1: PreferenceType.OPT_IN, 2: PreferenceType.OPT_OUT})
preference_status = _reader(PreferenceStatus, {})
match_type = _reader(MatchType, {})
processing_status = _reader(ProcessingStatus, {})


def standardized(value: object) -> bool | None:
    """Return True for ``Y``, False for ``N`` and None for anything else."""
    return {"Y": True, "N": False}.get(value) if isinstance(value, str) else None
