"""The people of the benchmark: groups who share a number, full profiles throughout.

There are as many groups of 50 as requests at once, so that requests at the same time ask for different people, and no server can answer
two of them with one read.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeAlias

import orjson

from app.generator.full import FULL_PHONE_NUMBER, FULL_START_ID, full_profile, full_profiles
from app.generator.numbers import set_aside
from bench.places import DATA

Profile: TypeAlias = dict[str, Any]

SHARE: Final = 50
GROUPS: Final = 32
SIZES: Final = (1, 5, 10, 25, 50)
"""Groups of these sizes show what an answer's size costs."""

FILE: Final = DATA / "profiles-2.jsonl"
"""Named by the version of what is in it."""

_FIRST_SIZED, _BARE = 800, 799
_BARE_FIELDS = ("ProfileId", "IsActive", "CustomerName")


def shared_numbers() -> list[str]:
    """Each finds 50 full profiles."""
    return [str(int(FULL_PHONE_NUMBER) + group) for group in range(GROUPS)]


def first_group() -> list[Profile]:
    """Those whom the first of these numbers finds, made anew."""
    return list(islice(_made(), SHARE))


def own_numbers() -> list[str]:
    """Each finds one full profile; one of every group."""
    return [mobile(profile) for profile in islice(profiles(), 0, SHARE * GROUPS, SHARE)]


def sized_number(size: int) -> str:
    """Finds so many full profiles."""
    return str(set_aside(_FIRST_SIZED + size).numeric)


def bare_number() -> str:
    """Finds 50 profiles of which nothing is known but id, name and number."""
    return str(set_aside(_BARE).numeric)


def ids(count: int) -> list[int]:
    """So many profiles with everything, from all groups."""
    return [FULL_START_ID + index * 7 for index in range(count)]


def file_of_profiles() -> Path:
    """Return the JSON Lines of all of them, made once."""
    if not FILE.exists():
        DATA.mkdir(exist_ok=True)
        unfinished = FILE.with_suffix(".new")
        with unfinished.open("wb") as file:
            file.writelines(orjson.dumps(profile) + b"\n" for profile in _made())
        unfinished.rename(FILE)
    return FILE


def profiles() -> Iterator[Profile]:
    """Read them, lazily."""
    with file_of_profiles().open("rb") as file:
        yield from map(orjson.loads, file)


def mobile(profile: Profile) -> str:
    """Return the number that nobody shares."""
    return next(str(phone["PhoneNumberNumeric"]) for phone in profile["PhoneNumbers"] if phone["PhoneType"] == "Mobile")


def _made() -> Iterator[Profile]:
    yield from map(_without_whole_floats, full_profiles(SHARE * GROUPS))
    next_id = FULL_START_ID + SHARE * GROUPS
    for size in SIZES:
        sized = (full_profile(next_id + index, set_aside(_FIRST_SIZED + size)) for index in range(size))
        yield from map(_without_whole_floats, sized)
        next_id += size
    yield from (_bare(full_profile(next_id + index, set_aside(_BARE))) for index in range(SHARE))


def _bare(profile: Profile) -> Profile:
    shared = {"PhoneNumber": profile["PhoneNumbers"][0]["PhoneNumber"], "PhoneType": "Home"}
    return {name: profile[name] for name in _BARE_FIELDS} | {"PhoneNumbers": [shared]}


def _without_whole_floats(profile: Profile) -> Profile:
    """Move 3495.0 a little: to JavaScript it is 3495, and the servers in Node could not give the text that the others give."""
    for field in profile["CustomFields"]:
        if isinstance(field["Value"], float) and field["Value"].is_integer():
            field["Value"] += 0.5
    return profile
