"""The query of a request, read strictly: what is malformed is a 400 that names the parameter."""

import re
from collections.abc import Mapping

from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException

from app.emulator.text import digits_asked_for

_FLAGS: Mapping[str, bool] = {"true": True, "false": False}
_CANONICAL_ID = re.compile(r"0|[1-9][0-9]{0,18}")
_LARGEST_ID = 2**63 - 1


class Parameters:
    """The query parameters of one request. One that nobody asks for is ignored; one that is given twice is malformed."""

    def __init__(self, query: ImmutableMultiDict[str, str]) -> None:
        """Read from the decoded query."""
        self._query = query

    def required(self, name: str) -> str:
        """Text that must be there.

        Raises:
            HTTPException: 400.
        """
        value = self._single(name)
        if not value:
            raise malformed(name, "it is required")
        return value

    def optional(self, name: str) -> str | None:
        """Text that may be missing; blank counts as missing."""
        value = self._single(name)
        return value if value and value.strip() else None

    def number(self, name: str) -> str:
        """The digits of a required phone number.

        Raises:
            HTTPException: 400.
        """
        digits = digits_asked_for(self.required(name))
        if digits is None:
            raise malformed(name, "it must be digits and common punctuation")
        return digits

    def flag(self, name: str, *, default: bool) -> bool:
        """``true`` or ``false``, in any case.

        Raises:
            HTTPException: 400.
        """
        value = self._single(name)
        if value is None:
            return default
        if value.lower() not in _FLAGS:
            raise malformed(name, "it must be true or false")
        return _FLAGS[value.lower()]

    def _single(self, name: str) -> str | None:
        values = self._query.getlist(name)
        if len(values) > 1:
            raise malformed(name, "it is given more than once")
        return values[0] if values else None


def profile_id_in(path_segment: str) -> int:
    """A profile id in canonical decimal, 64 bits.

    Raises:
        HTTPException: 400.
    """
    if not _CANONICAL_ID.fullmatch(path_segment) or int(path_segment) > _LARGEST_ID:
        raise malformed("profileId", "it must be a decimal number of 64 bits without sign or leading zeros")
    return int(path_segment)


def malformed(name: str, reason: str) -> HTTPException:
    """The refusal of a parameter; it never repeats the value."""
    return HTTPException(400, f"The parameter {name} is invalid: {reason}.")
