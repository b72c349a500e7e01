"""Profiles with every field filled in, for benchmarks: about 700 values each, 50 of them on one phone number."""

from collections.abc import Iterator

import orjson

from app.generator.dice import FullDice
from app.generator.households import household, landline, person
from app.generator.lives import life
from app.generator.numbers import Number, set_aside
from app.generator.profiles import Profile

FULL_PHONE_NUMBER = "15550100700"
"""The landline of the first 50 full profiles; the next 50 share the number after it, and so on."""

FULL_START_ID = 10_000_001
"""Where the ids of full profiles begin: beyond those of ten million others."""

_SHARE = 50  # as many as one read of the upstream returns
_NUMBERS = 9000  # before it begins anew
_AMERICAN_COUPLE, _EVERY = 2, 400  # the first household of two in the United States, and how often one comes


def full_profiles(count: int, start_id: int = FULL_START_ID) -> Iterator[Profile]:
    """Make people up of whom everything is known, lazily."""
    first = int(FULL_PHONE_NUMBER) % 10_000
    numbers = (set_aside(first + index // _SHARE % _NUMBERS) for index in range(count))
    return (full_profile(start_id + index, number) for index, number in enumerate(numbers))


def full_profile(profile_id: int, number: Number) -> Profile:
    """One person of whom everything is known, with this landline."""
    dice = FullDice("full", profile_id)
    who = person(dice, household(dice, _AMERICAN_COUPLE + _EVERY * profile_id), profile_id, member=0)
    made: Profile = orjson.loads(life(dice, who).filled(who.fillers | landline(number)))
    return made
