"""Chance that repeats itself, on every machine and Python version."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws that depend on a key alone.

    Only ``random()`` is used: it is the one method of ``random.Random`` whose sequence Python promises to keep.
    """

    def __init__(self, *key: int | str | bool) -> None:
        """Begin the sequence of draws that belongs to a key."""
        self.roll = Random("/".join(map(str, key))).random  # noqa: S311 invented people are no secret

    def below(self, limit: int) -> int:
        """A number from 0 up to, but not including, the limit."""
        return int(self.roll() * limit)

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely as the others."""
        return choices[int(self.roll() * len(choices))]

    def happens(self, chance: float) -> bool:
        """Whether something of this chance (0 to 1) happens."""
        return self.roll() < chance

    def between(self, low: int, high: int) -> int:
        """How many of something there are, both ends included."""
        return low + int(self.roll() * (high - low + 1))

    def holds(self, chance: float) -> bool:
        """Whether a part that may be absent is there."""
        return self.roll() < chance

    def maybe(self, value: T, chance: float) -> T | None:
        """A value that may be absent."""
        return value if self.roll() < chance else None


class FullDice(Dice):
    """Dice with which nothing that may be absent is absent, and of which there are several there are many."""

    def between(self, low: int, high: int) -> int:  # noqa: ARG002 the least does not matter where there is the most
        """The most there can be."""
        return high

    def holds(self, chance: float) -> bool:  # noqa: ARG002 certain, whatever the chance
        """Always."""
        return True

    def maybe(self, value: T, chance: float) -> T | None:  # noqa: ARG002 certain, whatever the chance
        """The value, always."""
        return value
