"""What else is kept of a person: ids in other systems, custom fields, groups and tags."""

from app.generator.dice import Dice
from app.generator.moments import TODAY, edited, local
from app.generator.templates import Owner, bare

_SYSTEMS = (("Salesforce", "0035f%(id)013d"), ("Marketo", "4%(id)09d"), ("Loyalty", "LOY-%(id)010d"))
_TAGS = ("VIP", "Newsletter 2024", "Store Opening", "Beta Tester", "Press", "Reactivated", "Überraschung")
_INTERESTS = ("Cycling", "Cooking", "Travel", "Music", "Gardening", "Films", "Running")
_SEGMENTS = ("Early Adopters", "Frequent Buyers", "Dormant", "Students")


def alternate_ids(dice: Dice, _: Owner) -> list[dict[str, object]]:
    """Ids in other systems, no two alike: each holds the profile's id."""
    first = dice.below(len(_SYSTEMS))
    count = dice.between(1, dice.between(1, 3))
    return [_alternate_id(dice, *_SYSTEMS[(first + place) % len(_SYSTEMS)]) for place in range(count)]


def custom_fields(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    """Numbers, text, dates and lists."""
    first = dice.below(len(_INTERESTS) - 2)
    found: tuple[tuple[str, object], ...] = (
        ("LoyaltyPoints", dice.below(20_000)),
        ("FavouriteStore", f"{dice.pick(owner.country.cities).name} {1 + dice.below(9)}"),
        ("Birthday", f"{1940 + dice.below(66)}-{1 + dice.below(12):02}-{1 + dice.below(28):02}"),
        ("Interests", list(_INTERESTS[first : first + dice.between(0, 3)])),
        ("LifetimeValue", dice.below(500_000) / 100),
        ("LastPurchase", dice.maybe(local(dice, dice.below(TODAY)), 0.8)),
    )
    return [{"Name": name, "Value": value} for name, value in found[: dice.between(1, len(found))]]


def groups(dice: Dice, owner: Owner) -> list[dict[str, object]]:
    """The household, where there is more than one in it, and a segment for some."""
    found: list[dict[str, object]] = []
    if not owner.alone:
        found.append({"GroupType": "Household", "GroupName": "%(last)s %(household)06d", "IsPrimary": bare("%(is_primary)s")})
    if dice.holds(0.3):
        found.append({"GroupType": "Segment", "GroupName": dice.pick(_SEGMENTS), "IsPrimary": False})
    return found


def tags(dice: Dice, _: Owner) -> list[dict[str, object]]:
    """A few labels."""
    first = dice.below(len(_TAGS))
    return [{"Name": _TAGS[(first + place) % len(_TAGS)]} for place in range(dice.between(0, 4))]


def _alternate_id(dice: Dice, system: str, template: str) -> dict[str, object]:
    found: dict[str, object] = {"AlternateIdType": system, "AlternateId": template, "IsActive": dice.holds(0.93)}
    if dice.holds(0.15):
        found["Edited"] = edited(dice, dice.below(TODAY))
    return found
