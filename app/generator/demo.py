"""The people of the embedded demo store: a few hundred, and a phone number for each case that a lookup can meet."""

from collections.abc import Iterator

from app.generator.full import full_profile
from app.generator.numbers import Number, set_aside
from app.generator.profiles import Profile, profiles

_RICH, _FAMILY, _FIFTY, _SIXTY, _INACTIVE = map(set_aside, (9999, 5, 50, 60, 0))

DEMO_NUMBERS: tuple[tuple[str, str], ...] = (
    (str(_RICH.numeric), "one person, with every field filled in"),
    (str(_FAMILY.numeric), "a family of five that shares a landline"),
    (str(_FIFTY.numeric), "50 people, as many as one lookup returns; with includeInactive there is one too many"),
    (str(_SIXTY.numeric), 'more people than one lookup returns: TOO_MANY_PROFILES, unless phoneType is "Helpdesk"'),
    (str(_INACTIVE.numeric), "one person, who is inactive: found with includeInactive alone"),
)
"""Numbers to try, and what each shows."""

_FAMILY_OF_FIVE = 12  # the first id of such a household


def demo_profiles() -> Iterator[Profile]:
    """All people of the demo, in the order of their ids; the same ones every time."""
    yield full_profile(1, _RICH)
    yield from (_on(profile, "Home", _FAMILY) for profile in profiles(5, start_id=_FAMILY_OF_FIVE))
    yield from (_inactive(_on(profile, "Home", _INACTIVE)) for profile in profiles(1, start_id=20))
    yield from (_on(profile, "Office", _FIFTY) for profile in profiles(50, start_id=101))
    yield from (_inactive(_on(profile, "Office", _FIFTY)) for profile in profiles(1, start_id=151))
    yield from (_on(profile, "Office", _SIXTY) for profile in profiles(40, start_id=201))
    yield from (_on(profile, "Helpdesk", _SIXTY) for profile in profiles(20, start_id=241))
    yield from profiles(200, start_id=301)


def _on(profile: Profile, kind: str, number: Number) -> Profile:
    """Make a person active, and this number their only one of its type."""
    phones = profile.get("PhoneNumbers")
    others = [phone for phone in phones if phone["PhoneType"] != kind] if isinstance(phones, list) else []
    shared = {"PhoneType": kind, "PhoneNumber": number.text, "PhoneNumberNumeric": number.numeric, "IsMobile": False, "IsActive": True}
    return profile | {"IsActive": True, "ReasonCode": None, "PhoneNumbers": [shared, *others]}


def _inactive(profile: Profile) -> Profile:
    return profile | {"IsActive": False, "ReasonCode": "No longer a customer"}
