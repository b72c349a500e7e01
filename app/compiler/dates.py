"""The dates of one answer, many at a time: the reading of ``source/dates.py``, for a tenth of the time.

A large answer has ten thousand dates, and testing each by a pattern would take as long as decoding the whole JSON. So most of them are
only collected, and tested together, in C, when all are there. Should one of them not be as it was taken to be, the answer is read anew
with ``source/dates.py``, one date after the other.

A date without a zone, or with an offset, is moved to UTC by what ``source/dates.py`` says of its day: it is asked once for each day
and each offset, and the digits behind the hour stay as they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar

from msgspec import ValidationError, convert

from app.source.dates import date

K = TypeVar("K")
T = TypeVar("T")
Hours: TypeAlias = dict[str, tuple[int, str]]
"""By ``Thh``: 0, 1 or 2 for the day before, the day itself and the day after, and ``Thh`` in UTC."""

_ZONE_AT = -len("+hh:mm")
_WITH_SECONDS = len("2024-01-01T00:00:00")
_EASTERN_OFFSETS = ("-05:00", "-04:00")


class UnusualDate(Exception):
    """Some date is not what it looked like."""


class Dates:
    """Collects the dates of an answer. ``finished`` tells whether they were right."""

    def __init__(self) -> None:
        """Start with none."""
        self._seen: list[str] = []
        self.saw = self._seen.append

    def moved(self, text: str) -> str | None:
        """Return a date that does not end in ``Z`` as one that does, US Eastern where it names no zone; None for what is no date."""
        if len(text) < _WITH_SECONDS:
            return _alone[text]
        days, eastern = _days[text[:10]]
        try:
            if text[_ZONE_AT] in "+-":
                which, hour = _hours[text[_ZONE_AT:]][text[10:13]]
                found = f"{days[which]}{hour}{text[13:_ZONE_AT]}Z"
            else:
                which, hour = eastern[text[10:13]]
                found = f"{days[which]}{hour}{text[13:]}Z"
        except LookupError:
            return date(text)
        self.saw(found)
        return found

    def moved_from_utc(self, text: str) -> str | None:
        """Do the same for a date that is UTC where it names no zone."""
        if len(text) < _WITH_SECONDS or text[_ZONE_AT] in "+-":
            return self.moved(text) if len(text) > _WITH_SECONDS else date(text, UTC)
        found = f"{text}Z"
        self.saw(found)
        return found

    def finish(self) -> None:
        """Test all dates seen since the last time: each must have the form that leaves the gateway, and be in the calendar.

        Raises:
            UnusualDate: when one does not.
        """
        try:
            convert(self._seen, list[datetime])
            if "".join(self._seen).count("T") != len(self._seen):  # RFC 3339 also allows a space or a small t
                raise UnusualDate
        except ValidationError:
            raise UnusualDate from None

    def forget(self) -> None:
        """Start anew."""
        self._seen.clear()


class Remembered(dict[K, T]):
    """What was made of a key before; it starts anew when it is full. A third faster to ask than ``lru_cache``, for ten thousand dates."""

    def __init__(self, make: Callable[[K], T], at_most: int) -> None:
        """Make what is not remembered, and remember ``at_most`` of it."""
        super().__init__()
        self._make = make
        self._at_most = at_most

    def __missing__(self, key: K) -> T:
        """Make it now."""
        if len(self) >= self._at_most:
            self.clear()
        made = self[key] = self._make(key)
        return made


def _neighbours_and_hours(day: str) -> tuple[tuple[str, ...], Hours]:
    """Return the day before, the day itself and the day after, and US Eastern's hours on that day.

    Both are empty for what is no day, and for days that are never moved (years 0001 and 9999); the hours also when the offset changes.
    """
    before, after = date(f"{day}T00:00:00+01:00"), date(f"{day}T23:00:00-01:00")
    if before is None or after is None or before[:10] == day:
        return (), {}
    offset = eastern_offset(day)
    return (before[:10], day, after[:10]), _hours[offset] if offset else {}


def eastern_offset(day: str) -> str | None:
    """Return the offset of US Eastern on a day, None where it changes on that day."""
    ends = (f"{day}T00:00:00", f"{day}T23:59:59")
    return next((offset for offset in _EASTERN_OFFSETS if all(date(end) == date(end + offset) for end in ends)), None)


def _hours_of(offset: str) -> Hours:
    """Return how an offset of whole hours moves each hour of a day; nothing for any other."""
    if not offset.endswith(":00"):
        return {}
    moved = {f"T{hour:02}": date(f"2024-01-15T{hour:02}:00:00{offset}") for hour in range(24)}
    return {hour: (int(found[8:10]) - 14, found[10:13]) for hour, found in moved.items() if found}


_days = Remembered(_neighbours_and_hours, 8192)
_alone = Remembered(date, 8192)
_hours = Remembered(_hours_of, 64)
