"""What came of an operation, and where two of these differ."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from app.execution.request import Outcome

_BEFORE, _AFTER = 120, 240
"""Bytes of two answers to show around the first that differs."""


class Answered(NamedTuple):
    """What came of an operation.

    Attributes:
        body: the answer's JSON, written alike whoever wrote it.
        outcome: in a word.
        codes: of the errors, for the log and the counters.
        profile_ids: who was seen, by account.
        lookups: by what they were found.
        asked: of an upstream: addresses, and how often.
    """

    body: bytes
    outcome: Outcome
    codes: AbstractSet[str]
    profile_ids: Mapping[str, AbstractSet[int]]
    lookups: AbstractSet[object]
    asked: Mapping[str, int] = {}


class Difference(AssertionError):
    """Two ways of which one must be wrong."""


def hold_against(plain: Answered, compiled: Answered) -> None:
    """Compare everything.

    Raises:
        Difference: the text tells where.
    """
    for name, one, other in zip(plain._fields, plain, compiled, strict=True):
        if one != other:
            raise Difference(f"{name} differs.\nplain:    {around(one, other)}\ncompiled: {around(other, one)}")


def around(one: object, other: object) -> str:
    """Show what of one is not in the other: of bytes what stands about the first difference."""
    if not isinstance(one, bytes) or not isinstance(other, bytes):
        return repr(one)
    differs_at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    begin = max(differs_at - _BEFORE, 0)
    return f"{'…' * bool(begin)}{one[begin : begin + _BEFORE + _AFTER].decode(errors='replace')}"
