"""Consents, with what became of them over the years."""

from app.generator.dice import Dice
from app.generator.moments import TODAY, consent_date, edited, stamp

PROFILE_TYPES = ("Privacy Policy", "Terms of Use", "Cookies", "Profiling", "Data Sharing", "Research")
ELEMENT_TYPES = {
    "Email": ("Marketing E-mail", "E-mail Tracking"),
    "Phone": ("Telemarketing", "Call Recording", "Text Messages"),
    "Mail": ("Postal Advertising", "Address Verification"),
}
PREFERENCE_TYPES = ("Double Opt-In", "Partner Sharing")

_GRANTED, _DENIED, _REVOKED, _NOT_SET = (1, "Granted"), (2, "Denied"), (3, "Revoked"), (4, "NotSet")
_FIRST_STATUSES = (_GRANTED, _GRANTED, _GRANTED, _GRANTED, _GRANTED, _GRANTED, _DENIED, _NOT_SET)
_VERSIONS = (1, 1, 1, 2, 2, 3)
_DAYS_VALID = (365, 730, 1095)
_LATEST_START = 2000  # days: leaves room for four records at most 550 days apart, before today


def consents(dice: Dice, types: tuple[str, ...], locale: str, count: int) -> list[dict[str, object]]:
    """The records of some types; each type has its own history."""
    first = dice.below(len(types))
    records: list[dict[str, object]] = []
    for place in range(first, first + count):
        records += _history(dice, types[place % len(types)], locale)
    if dice.happens(0.2):
        records.reverse()
    return records


def _history(dice: Dice, name: str, locale: str) -> list[dict[str, object]]:
    """One to three versions that were answered in turn, the last perhaps revoked."""
    day = dice.below(_LATEST_START)
    status = dice.pick(_FIRST_STATUSES)
    versions = dice.pick(_VERSIONS)
    records = []
    for version in range(1, 1 + versions):
        status = status if version == 1 else _GRANTED
        records.append(_record(dice, name, f"{version}.0", locale, status, day))
        day += 150 + dice.below(400)
    if status is _GRANTED and dice.happens(0.25):
        records.append(_record(dice, name, f"{versions}.0", locale, _REVOKED, day))
    return records


def _record(dice: Dice, name: str, version: str, locale: str, status: tuple[int, str], day: int) -> dict[str, object]:  # noqa: PLR0913, PLR0917 a record has as many parts
    ends = day + dice.pick(_DAYS_VALID)
    expires = dice.maybe(stamp(dice, ends), 0.35)
    record: dict[str, object] = {
        "ConsentType": name,
        "ConsentVersion": dice.maybe(version, 0.97),
        "Locale": locale,
        "ConsentStatus": dice.pick(status),
        "ConsentDate": consent_date(dice, day),
        "ExpirationDate": expires,
        "Expired": expires is not None and ends < TODAY,
    }
    if dice.holds(0.12):
        record["Edited"] = edited(dice, day)
    return record
