"""The people of the embedded demo store: a few hundred, some of whom share a number of ``demo_numbers.py``."""

from collections.abc import Iterator

from app.generator.demo_numbers import FAMILY, FIFTY, INACTIVE, RICH, SIXTY
from app.generator.full import full_profile
from app.generator.numbers import Number
from app.generator.profiles import Profile, profiles

_FAMILY_OF_FIVE = 12  # the first id of such a household


def demo_profiles() -> Iterator[Profile]:
    """All people of the demo, in the order of their ids; the same ones every time."""
    yield full_profile(1, RICH)
    yield from (_on(profile, "Home", FAMILY) for profile in profiles(5, start_id=_FAMILY_OF_FIVE))
    yield from (_inactive(_on(profile, "Home", INACTIVE)) for profile in profiles(1, start_id=20))
    yield from (_on(profile, "Office", FIFTY) for profile in profiles(50, start_id=101))
    yield from (_inactive(_on(profile, "Office", FIFTY)) for profile in profiles(1, start_id=151))
    yield from (_on(profile, "Office", SIXTY) for profile in profiles(40, start_id=201))
    yield from (_on(profile, "Helpdesk", SIXTY) for profile in profiles(20, start_id=241))
    yield from profiles(200, start_id=301)


def _on(profile: Profile, kind: str, number: Number) -> Profile:
    """Make a person active, and this number their only one of its type."""
    phones = profile.get("PhoneNumbers")
    others = [phone for phone in phones if phone["PhoneType"] != kind] if isinstance(phones, list) else []
    shared = {"PhoneType": kind, "PhoneNumber": number.text, "PhoneNumberNumeric": number.numeric, "IsMobile": False, "IsActive": True}
    return profile | {"IsActive": True, "ReasonCode": None, "PhoneNumbers": [shared, *others]}


def _inactive(profile: Profile) -> Profile:
    return profile | {"IsActive": False, "ReasonCode": "No longer a customer"}
