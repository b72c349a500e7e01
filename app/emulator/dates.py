"""Dates as points in time that can be compared, whatever zone and precision they were written with."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo

Moment: TypeAlias = tuple[int, str] | tuple[()]
"""Whole seconds and the digits of the fraction. The empty tuple, no date, ranks below every date."""

EASTERN = ZoneInfo("America/New_York")
"""The zone of a date that names none, ``ConsentDate`` apart."""

_NO_DATE: Moment = ()
_UNSHIFTED_YEARS = (1, 9999)
_PATTERN = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)? ?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)


def moment(value: object, zone_if_none: tzinfo) -> Moment:
    """The point in time that a JSON value stands for; what is no date is no point.

    Args:
        value: text such as ``2024-02-29T12:30:00.1234567Z``; a day alone is its midnight.
        zone_if_none: the zone of a date that names none.
    """
    match = _PATTERN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return _NO_DATE
    try:
        return _seconds(match, zone_if_none), (match[7] or "").rstrip("0")
    except ValueError:
        return _NO_DATE


def _seconds(match: re.Match[str], zone_if_none: tzinfo) -> int:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    local = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[8]) or zone_if_none)
    seconds = ((local.toordinal() * 24 + hour) * 60 + minute) * 60 + second
    offset = local.utcoffset()
    return seconds if offset is None or year in _UNSHIFTED_YEARS else seconds - int(offset.total_seconds())


def _zone(written: str | None) -> tzinfo | None:
    if not written:
        return None
    if written in "Zz":
        return UTC
    minutes = int(written[1:3]) * 60 + int(written[3:].lstrip(":") or 0)
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))
