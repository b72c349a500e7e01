"""Points in time as HTTP headers say them."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT_S = 86_400


def moment(http_date: str) -> datetime | None:
    """Read a date as HTTP writes it; one without a zone is UTC."""
    try:
        date = parsedate_to_datetime(http_date)
    except (ValueError, OverflowError):
        return None
    return date.replace(tzinfo=date.tzinfo or UTC)


def seconds_to_wait(retry_after: str, now: datetime) -> int | None:
    """Read a ``Retry-After``, a number of seconds or a date: never earlier than it says, and a day at most.

    Args:
        retry_after: the header's value.
        now: the time of day, with its zone.

    Returns:
        Whole seconds from now on; None where the header says neither.
    """
    seconds = _number(retry_after) if retry_after.isdecimal() else _seconds_until(moment(retry_after), now)
    return None if seconds is None else min(max(seconds, 0), LONGEST_WAIT_S)


def _number(digits: str) -> int | None:
    try:
        return int(digits)
    except ValueError:  # Python reads no more than some thousand digits
        return None


def _seconds_until(date: datetime | None, now: datetime) -> int | None:
    return None if date is None else math.ceil((date - now).total_seconds())
