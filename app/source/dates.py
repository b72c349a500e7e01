"""Dates as the upstream writes them become dates as they leave the gateway: text in UTC, ending in ``Z``, every digit kept.

A date with ``Z`` or an offset means just that. One without a zone means UTC or US Eastern, depending on the attribute. There a time
in the spring gap moves forward, and one in the repeated autumn hour is the first, which is how ``zoneinfo`` reads ``fold=0``.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.model import Date

EASTERN = ZoneInfo("America/New_York")

# Most dates have one of two forms, which have patterns of their own because these are tested several times as fast.
_DAY = r"(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_FINISHED = re.compile(rf"{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z", re.ASCII)
_WITHOUT_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", re.ASCII)
_TIME = r"(\d\d:\d\d)(?::(\d\d)(\.\d+)?)?"
_ANY = re.compile(rf"(\d{{4}}-\d\d-\d\d)(?:[Tt ]{_TIME} ?([Zz]|[+-]\d\d(?::?[0-5]\d)?)?)?", re.ASCII)
_UNBOUNDED = (1, 9999)
"""Years that say "since ever" and "for ever": they are not moved between zones, where they would fall off the calendar."""


def date(value: object, zone: tzinfo = EASTERN) -> Date | None:
    """Read what the upstream has for a date; None for what is no date, blank text included.

    Args:
        value: what the JSON holds.
        zone: what a date means that names no zone itself.
    """
    if not value or not isinstance(value, str):
        return None
    if value[-1] == "Z" and _FINISHED.fullmatch(value):
        return value
    try:
        if _WITHOUT_ZONE.fullmatch(value):
            return _written(datetime.fromisoformat(value[:19]), zone, value[19:])
        return _unusual(value.strip(), zone)
    except ValueError:  # the 31st of February, the 25th hour
        return None


def instant(date: Date | None) -> str:
    """Return a text that sorts as the instants of dates do, however many digits their fractions have; no date sorts lowest."""
    return date[:19] + date[20:-1].rstrip("0") if date else ""


def _unusual(text: str, zone: tzinfo) -> Date | None:
    match = _ANY.fullmatch(text)
    if match is None:
        return None
    day, minute, second, fraction, offset = match.groups()
    wall = datetime.fromisoformat(f"{day}T{minute or '00:00'}:{second or '00'}")
    return _written(wall, _offset(offset) if offset else zone, fraction or "")


@lru_cache(maxsize=64)
def _offset(text: str) -> tzinfo:
    """Read ``Z``, ``+hh``, ``+hhmm`` or ``+hh:mm``."""
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:]) if len(text) > len("+hh") else 0
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _written(wall: datetime, zone: tzinfo, fraction: str) -> Date:
    offset = zone.utcoffset(wall)
    moment = wall if offset is None or wall.year in _UNBOUNDED else wall - offset
    return f"{moment.isoformat()}{fraction}Z"
