from statistics import mean

import orjson
import pytest

from app.generator.full import FULL_PHONE_NUMBER, FULL_START_ID, full_profiles
from app.generator.profiles import Profile
from tests.generator.fields import UPSTREAM, walk


@pytest.fixture(scope="module")
def full() -> list[Profile]:
    return list(full_profiles(120))


def leaves(value: object) -> int:
    if isinstance(value, dict | list):
        return sum(map(leaves, value.values() if isinstance(value, dict) else value))
    return 1


def with_number(found: list[Profile], number: int) -> list[int]:
    held = [(profile["ProfileId"], phone) for profile in found for name, phone in walk("", profile) if name == "PhoneNumbers"]
    return [int(str(profile_id)) for profile_id, phone in held if phone["PhoneNumberNumeric"] == number and phone["IsActive"]]


def test_every_field_of_every_object_is_filled_in(full: list[Profile]) -> None:
    for profile in full:
        for name, node in walk("", profile):
            assert set(node) == set(UPSTREAM[name].split())
            assert not [key for key, value in node.items() if value in (None, "", [])]


def test_everything_that_can_be_inactive_is_active(full: list[Profile]) -> None:
    assert {node["IsActive"] for profile in full for _, node in walk("", profile) if "IsActive" in node} == {True}


def test_a_profile_has_about_700_values_in_20_kilobytes(full: list[Profile]) -> None:
    assert 650 < mean(map(leaves, full)) < 800
    assert 18_000 < mean(len(orjson.dumps(profile)) for profile in full) < 25_000


def test_fifty_share_one_number_and_the_next_fifty_the_next(full: list[Profile]) -> None:
    first = int(FULL_PHONE_NUMBER)
    assert with_number(full, first) == list(range(FULL_START_ID, FULL_START_ID + 50))
    assert with_number(full, first + 1) == list(range(FULL_START_ID + 50, FULL_START_ID + 100))
    assert len(with_number(full, first + 2)) == 20


def test_they_are_the_same_every_time_however_many(full: list[Profile]) -> None:
    assert list(full_profiles(3)) == full[:3]


def test_they_differ(full: list[Profile]) -> None:
    assert len({orjson.dumps(profile["Consents"]) for profile in full}) == len(full)
