"""Phone numbers that ring nowhere: reserved for fiction, or impossible to dial."""

from collections.abc import Sequence
from typing import NamedTuple

_SCATTER = 7919
"""A prime that no power of ten shares a factor with: neighbours get numbers far apart, and none meets twice before a line is used up."""


class Number(NamedTuple):
    """A phone number, as people write it and as digits alone."""

    text: str
    numeric: int


def set_aside(last: int) -> Number:
    """One of ten thousand numbers that the demo and the benchmarks give out, and that no line here holds; by its last four digits."""
    return Number(f"+1 (555) 010-{last:04}", 15550100000 + last)


class Line:
    """A range of numbers, written as one of them with ``#`` for each digit that is free; the free ones stand last."""

    def __init__(self, pattern: str) -> None:
        """Read the pattern."""
        self._template = pattern.replace("#", "%s")
        self._width = pattern.count("#")
        self._leading = int("".join(filter(str.isdecimal, pattern)))
        self.capacity: int = 10**self._width

    def number(self, position: int) -> Number:
        """The number at a position, which begins anew after ``capacity``."""
        free = position * _SCATTER % self.capacity
        return Number(self._template % tuple(f"{free:0{self._width}}"), self._leading * self.capacity + free)


class Series:
    """Numbers for households: each has ``slots`` of its own on one line, in turn, then on the spare line once that one is used up."""

    def __init__(self, lines: Sequence[str], spare: str, slots: int) -> None:
        """Read the patterns of the lines."""
        self._lines = tuple(Line(pattern) for pattern in lines)
        self._spare = Line(spare)
        self._slots = slots

    def number(self, serial: int, slot: int) -> Number:
        """The number of a household's slot, by the household's serial number in its country."""
        turn, place = divmod(serial, len(self._lines))
        position = turn * self._slots + slot
        if position < self._lines[place].capacity:
            return self._lines[place].number(position)
        return self._spare.number(serial * self._slots + slot)
