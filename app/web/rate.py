"""A rate: so many requests in so much time."""

from typing import Final

from msgspec import Struct

SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600}


class Rate(Struct, frozen=True):
    """A rate.

    Attributes:
        text: as the settings write it, for example ``600/minute``.
        amount: of requests that are allowed.
        seconds: in which they are.
    """

    text: str
    amount: int
    seconds: int


def rate_of(text: str) -> Rate:
    """Read a rate; the settings have checked it."""
    amount, _, unit = text.partition("/")
    return Rate(text, int(amount), SECONDS[unit])
