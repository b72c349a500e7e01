"""Values as the upstream writes them, read by the rules of the contract."""

from datetime import UTC, datetime, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

EASTERN = ZoneInfo("America/New_York")


def text(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else str(value)


def date(value: str | None, zone: tzinfo = EASTERN) -> str | None:
    """Write a date in UTC with every digit that it came with."""
    if not value:
        return None
    if value.endswith("Z"):
        return value
    if len(value) == len("2024-01-31"):
        value += "T00:00:00"
    rest, offset = value[19:], None
    if rest[-6:-5] in {"+", "-"}:
        rest, offset = rest[:-6], rest[-6:]
    moment = datetime.fromisoformat(value[:19] + (offset or ""))
    if offset is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") + rest + "Z"


def choice(value: int | str | None, numbers: tuple[str, ...] = ()) -> str | None:
    """Name an enumeration's member as the graph does."""
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return numbers[value - 1] if 0 < value <= len(numbers) else "UNKNOWN"
    return NAMES.get(value, "UNKNOWN")


STATUSES = ("GRANTED", "DENIED", "REVOKED", "NOT_SET")
TYPES = ("OPT_IN", "OPT_OUT")
NAMES = {
    "Granted": "GRANTED",
    "Denied": "DENIED",
    "Revoked": "REVOKED",
    "NotSet": "NOT_SET",
    "Opt-In": "OPT_IN",
    "Opt-Out": "OPT_OUT",
    "Active": "ACTIVE",
    "Expired": "EXPIRED",
    "Expressed": "EXPRESSED",
    "Implied": "IMPLIED",
    "Complete": "COMPLETE",
    "Pending Update": "PENDING_UPDATE",
}

__all__ = ["STATUSES", "TYPES", "Json", "choice", "date", "text", "timezone"]
