from collections.abc import Callable
from typing import TypeAlias

import pytest

from app.generator.demo import demo_profiles
from app.generator.demo_numbers import DEMO_NUMBERS
from tests.generator.fields import UPSTREAM, Json, walk

Lookup: TypeAlias = Callable[..., list[Json]]


@pytest.fixture(scope="module")
def people() -> list[Json]:
    return list(demo_profiles())


@pytest.fixture(scope="module")
def on(people: list[Json]) -> Lookup:
    """The active people with an active phone of this number, as the upstream matches them."""

    def lookup(number: str, phone_type: str | None = None, *, inactive: bool = False) -> list[Json]:
        return [profile for profile in people if (inactive or profile["IsActive"]) and holds(profile, number, phone_type)]

    return lookup


def holds(profile: Json, number: str, phone_type: str | None) -> bool:
    return any(
        phone["IsActive"] and phone_type in {None, phone["PhoneType"]} and digits(phone) == number
        for phone in profile.get("PhoneNumbers") or ()
    )


def digits(phone: Json) -> str:
    return "".join(filter(str.isdecimal, phone["PhoneNumber"] or str(phone["PhoneNumberNumeric"])))


def test_one_number_shows_one_person_with_every_field_filled_in(on: Lookup) -> None:
    (rich,) = on("15550109999")
    assert rich["CustomerName"]["FirstName"]
    assert len(rich["Emails"]) == 3
    assert len(rich["Consents"]) >= 2
    assert {name for name, _ in walk("", rich)} == set(UPSTREAM)
    assert all(value not in (None, "", []) for _, node in walk("", rich) for value in node.values())


def test_one_number_shows_a_family_of_five(on: Lookup) -> None:
    family = on("15550100005")
    assert len(family) == 5
    assert len({profile["CustomerName"]["LastName"] for profile in family}) == 1
    assert [profile["Groups"][0]["IsPrimary"] for profile in family] == [True, False, False, False, False]
    assert len({profile["Groups"][0]["GroupName"] for profile in family}) == 1


def test_one_number_shows_exactly_as_many_as_a_lookup_returns(on: Lookup) -> None:
    assert len(on("15550100050")) == 50
    assert len(on("15550100050", inactive=True)) == 51


def test_one_number_shows_more_than_a_lookup_returns_unless_the_type_narrows_it(on: Lookup) -> None:
    assert len(on("15550100060")) == 60
    assert len(on("15550100060", "Helpdesk")) == 20


def test_one_number_shows_a_person_who_is_inactive(on: Lookup) -> None:
    assert on("15550100000") == []
    (person,) = on("15550100000", inactive=True)
    assert person["ReasonCode"]


def test_the_numbers_that_are_printed_are_these() -> None:
    printed = [number for number, _ in DEMO_NUMBERS]
    assert printed == ["15550109999", "15550100005", "15550100050", "15550100060", "15550100000"]
    assert all(meaning for _, meaning in DEMO_NUMBERS)


def test_there_are_a_few_hundred_people_with_ids_in_order(people: list[Json]) -> None:
    ids = [profile["ProfileId"] for profile in people]
    assert 200 < len(ids) < 500
    assert ids == sorted(set(ids))


def test_they_are_the_same_every_time(people: list[Json]) -> None:
    assert list(demo_profiles()) == people
