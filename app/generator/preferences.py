"""Preferences: what a person wants to hear, on which channel."""

from app.generator.consents import PREFERENCE_TYPES, consents
from app.generator.dice import Dice
from app.generator.moments import TODAY, stamp

PROGRAMS = ("NEWSLETTER", "OFFERS", "LOYALTY", "EVENTS", "SURVEYS", "SERVICE", "PRODUCT-NEWS", "RECALLS")
CHANNELS = ("Email", "Phone", "Text", "Mail", "Fax", "Solicit")
_TYPES = ((1, 2), ("Opt-In", "Opt-Out"), ("OptIn", "OptOut"))
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "AS-IT-HAPPENS")
_ATTRIBUTES = (("Language", ("en", "de", "fr")), ("Topic", ("Outdoor", "Kitchen", "Garden")), ("TimeOfDay", ("Morning", "Evening")))
_USERS = ("web", "app", "call-centre", "import")
_SOURCES = ("PREFERENCE-CENTER", "CHECKOUT", "CALL", "STORE", "EVENT-2024")
_REASONS = ("Asked by phone", "Unsubscribe link", "Too many messages", "Moved away")


def preferences(dice: Dice, channel: str, locale: str, count: int) -> list[dict[str, object]]:
    """Preferences on one channel, each of another program."""
    first = dice.below(len(PROGRAMS))
    return [_preference(dice, (first + place) % len(PROGRAMS), channel, locale) for place in range(count)]


def _preference(dice: Dice, program: int, channel: str, locale: str) -> dict[str, object]:
    day = dice.below(TODAY)
    filter_id = 100 + 10 * program + CHANNELS.index(channel)
    implied = dice.happens(0.25)
    expires, expired = _expiration(dice, day)
    preference: dict[str, object] = {
        "FilterId": filter_id if dice.happens(0.1) else str(filter_id),
        "ProgramId": PROGRAMS[program],
        "ChannelId": channel,
        "PreferenceType": dice.pick(_TYPES)[dice.happens(0.3)],
        "CustomerDate": dice.maybe(stamp(dice, day), 0.3 if implied else 0.95),
        "MatchType": "Implied" if implied else "Expressed",
        "PreferenceStatus": "Expired" if expired else "Active",
        "ExpirationDate": expires,
        "LastModifiedDate": stamp(dice, day + dice.below(TODAY - day)),
    }
    return preference | _origin(dice) | _details(dice, locale)


def _expiration(dice: Dice, day: int) -> tuple[str, bool]:
    """When a preference ends, blank for never, and whether that is over."""
    if not dice.holds(0.2):
        return "", False
    ends = day + 180 + dice.below(1000)
    return stamp(dice, ends), ends < TODAY


def _origin(dice: Dice) -> dict[str, object]:
    if not dice.holds(0.6):
        return {}
    return {"UserId": dice.pick(_USERS), "SourceId": dice.pick(_SOURCES), "ReasonCode": dice.maybe(dice.pick(_REASONS), 0.3)}


def _details(dice: Dice, locale: str) -> dict[str, object]:
    details: dict[str, object] = {}
    if dice.holds(0.4):
        details["FrequencyId"] = dice.pick(_FREQUENCIES)
    if dice.holds(0.3):
        details["PreferenceAttributes"] = _attributes(dice)
    if dice.holds(0.12):
        details["Consents"] = consents(dice, PREFERENCE_TYPES, locale, 1)
    return details


def _attributes(dice: Dice) -> list[dict[str, object]]:
    first = dice.below(len(_ATTRIBUTES))
    chosen = (_ATTRIBUTES[(first + place) % len(_ATTRIBUTES)] for place in range(dice.between(1, 2)))
    return [{"Key": key, "Value": dice.pick(values)} for key, values in chosen]
