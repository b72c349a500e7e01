"""Dates as the upstream writes them: days are counted from 1 January 2016, and "today" never moves.

A clock would give other bytes tomorrow, so what is expired is judged on a fixed day.
"""

from datetime import date, timedelta

from app.generator.dice import Dice

FIRST = date(2016, 1, 1)
TODAY = (date(2026, 1, 1) - FIRST).days
"""The day on which every invented profile is seen."""

_DAYS = tuple((FIRST + timedelta(days=day)).isoformat() for day in range(TODAY + 4000))
_MINUTES = tuple(f"T{minute // 60:02}:{minute % 60:02}:" for minute in range(24 * 60))
_SECONDS = tuple(f"{second:02}" for second in range(60))
_USERS = ("web", "app", "call-centre", "import", "api", "store-0042", "data-quality")
_UTC, _SEVEN_DIGITS, _EASTERN, _OFFSET, _DAY = range(5)
_FORMS = (*(_UTC,) * 9, *(_SEVEN_DIGITS,) * 5, *(_EASTERN,) * 4, _OFFSET, _DAY)


def local(dice: Dice, day: int) -> str:
    """A date-time without a zone."""
    return _DAYS[day] + dice.pick(_MINUTES) + dice.pick(_SECONDS)


def consent_date(dice: Dice, day: int) -> str:
    """The date of a consent, which is UTC with or without its ``Z``."""
    if dice.happens(0.05):
        return local(dice, day)
    return _seven_digits(dice, day) if dice.happens(0.4) else local(dice, day) + "Z"


def stamp(dice: Dice, day: int) -> str:
    """Any other date: mostly UTC, some US Eastern without a zone, a few with an offset or of a day alone."""
    form = dice.pick(_FORMS)
    if form == _SEVEN_DIGITS:
        return _seven_digits(dice, day)
    if form == _DAY:
        return _DAYS[day]
    return local(dice, day) + ("Z", "", "", "-05:00")[form]


def edited(dice: Dice, day: int) -> dict[str, object]:
    """Who created something on a day, and who changed it since."""
    changed = dice.holds(0.8)
    return {
        "CreatedDate": stamp(dice, day),
        "CreatedBy": dice.maybe(dice.pick(_USERS), 0.95),
        "ModifiedDate": stamp(dice, day + dice.below(TODAY - day)) if changed else None,
        "ModifiedBy": dice.pick(_USERS) if changed else None,
    }


def _seven_digits(dice: Dice, day: int) -> str:
    return f"{local(dice, day)}.{dice.below(10_000_000):07}Z"
