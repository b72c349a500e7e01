"""Values as the upstream writes them, read by the rules of the contract."""

import json
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

EASTERN = ZoneInfo("America/New_York")
STATUSES = ("GRANTED", "DENIED", "REVOKED", "NOT_SET")
TYPES = ("OPT_IN", "OPT_OUT")
NAMES = {
    "Granted": "GRANTED",
    "Denied": "DENIED",
    "Revoked": "REVOKED",
    "NotSet": "NOT_SET",
    "Opt-In": "OPT_IN",
    "OptIn": "OPT_IN",
    "Opt-Out": "OPT_OUT",
    "OptOut": "OPT_OUT",
    "Active": "ACTIVE",
    "Expired": "EXPIRED",
    "Expressed": "EXPRESSED",
    "Implied": "IMPLIED",
    "Complete": "COMPLETE",
    "Pending Update": "PENDING_UPDATE",
}


def text(value: object) -> str | None:
    """Write what is no text as JSON does."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def texts(value: object) -> list[str | None] | None:
    """Write one or many."""
    if value is None:
        return None
    return [text(item) for item in value] if isinstance(value, list) else [text(value)]


def digits(number: str | None) -> str | None:
    """Keep the digits."""
    return number and "".join(filter(str.isdecimal, number))


def date(value: str | None, zone: tzinfo = EASTERN) -> str | None:
    """Write a date in UTC with every digit that it came with."""
    if not value or value.endswith("Z"):
        return value or None
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    fraction = value[19:].partition("+")[0].partition("-")[0]
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{fraction}Z"


def choice(value: int | str | None, numbers: tuple[str, ...] = ()) -> str | None:
    """Name an enumeration's member as the graph does."""
    if not value:
        return None
    if isinstance(value, int):
        return numbers[value - 1] if value <= len(numbers) else "UNKNOWN"
    return NAMES.get(value, "UNKNOWN")


def active(items: list[Json] | None) -> list[Json]:
    """Leave out what is inactive."""
    return [item for item in items or () if item.get("IsActive") is not False]
