"""Lives: all that a profile holds besides who the person is, as templates.

Making a life takes several times as long as putting a person into one. So people of one locale share a few hundred lives: their consents,
preferences and dates repeat, their names, contacts and ids do not.
"""

from collections.abc import Callable
from typing import TypeAlias

from app.generator.consents import PROFILE_TYPES, consents
from app.generator.contacts import addresses, emails, phones
from app.generator.details import alternate_ids, custom_fields, groups, tags
from app.generator.dice import Dice
from app.generator.households import Person
from app.generator.moments import TODAY, edited
from app.generator.preferences import CHANNELS, preferences
from app.generator.templates import Owner, Template, bare

_Part: TypeAlias = Callable[[Dice, Owner], list[dict[str, object]]]

_SHARED = 128
"""How many lives there are for people who live alone, and as many for those who do not, in each locale."""

_CUSTOMER_TYPES = ("Consumer", "Business", "Prospect", "Subscriber", "Former Customer")
_REASONS = ("Asked to pause", "Duplicate", "Moved away", "No longer a customer")


class Lives:
    """The lives that people of one seed share, made when they are first asked for."""

    def __init__(self, seed: int) -> None:
        """Begin with none."""
        self._seed = seed
        self._made: dict[tuple[str, bool, int], Template] = {}

    def of(self, who: Person) -> Template:
        """The life that a person leads."""
        key = who.locale, who.household.size == 1, int(who.fate * _SHARED)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = life(Dice(self._seed, "life", *key), who)
        return found


def life(dice: Dice, who: Person) -> Template:
    """Make a life for someone like this person; a collection that is absent is empty, null or missing."""
    owner = Owner(who.household.country, who.locale, alone=who.household.size == 1)
    made = _attributes(dice, owner.locale)
    for name, chance, part in _COLLECTIONS:
        if dice.holds(chance) or (part is groups and not owner.alone):
            made[name] = part(dice, owner)
        elif dice.happens(0.6):
            made[name] = dice.pick(([], None))
    return Template(made)


def _attributes(dice: Dice, locale: str) -> dict[str, object]:
    active = dice.holds(0.95)
    return {
        "ProfileId": bare("%(id)d"),
        "IsActive": active,
        "Edited": edited(dice, dice.below(TODAY)),
        "RegistrationConfirmed": dice.maybe(dice.happens(0.8), 0.95),
        "CustomerType": dice.maybe(dice.pick(_CUSTOMER_TYPES), 0.8),
        "PreserveConsents": dice.happens(0.9),
        "PreservePreferences": dice.happens(0.9),
        "CustomerName": _name(dice),
        "DefaultLocale": dice.maybe(locale, 0.97),
        "Status": "Pending Update" if dice.happens(0.04) else "Complete",
        "ReasonCode": dice.maybe(dice.pick(_REASONS), 0.0 if active else 1.0),
    }


def _name(dice: Dice) -> dict[str, object]:
    return {
        "Prefix": dice.maybe("%(title)s", 0.15),
        "FirstName": "%(first)s",
        "MiddleName": dice.maybe("%(middle)s", 0.2),
        "LastName": "%(last)s",
        "Suffix": dice.maybe("%(suffix)s", 0.05),
    }


def _preferences(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    return preferences(dice, dice.pick(CHANNELS), owner.locale, dice.between(0, 2))


def _consents(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    return consents(dice, PROFILE_TYPES, owner.locale, dice.between(1, 2))


_COLLECTIONS: tuple[tuple[str, float, _Part], ...] = (
    ("AlternateIds", 0.9, alternate_ids),
    ("Addresses", 0.96, addresses),
    ("Emails", 0.97, emails),
    ("PhoneNumbers", 0.98, phones),
    ("ProfilePreferences", 0.93, _preferences),
    ("Consents", 0.95, _consents),
    ("CustomFields", 0.9, custom_fields),
    ("Groups", 0.9, groups),
    ("ProfileTags", 0.85, tags),
)
"""The collections of a profile, how often each is there, and how it is made."""
