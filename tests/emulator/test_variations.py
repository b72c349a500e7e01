from collections.abc import Callable
from typing import TypeAlias

import httpx

from app.emulator.running import RunningEmulator
from app.emulator.variations import Variations

Put: TypeAlias = Callable[..., None]
Read: TypeAlias = Callable[..., httpx.Response]

STORED = {
    "ProfileId": 1,
    "Consents": [{"ConsentStatus": status} for status in (1, "2", "revoked", "Not Set", None, "?", 9, 0)],
    "ProfilePreferences": [{"PreferenceType": kind} for kind in ("opt_in", 2, "")],
}


def written(profile: dict[str, list[dict[str, object]]]) -> list[list[object]]:
    return [[item["ConsentStatus"] for item in profile["Consents"]], [item["PreferenceType"] for item in profile["ProfilePreferences"]]]


def test_enumerations_are_written_as_integers(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(enumerations="integers")
    put(STORED)
    assert written(read("1").json()) == [[1, 2, 3, 4, None, "?", 9, 0], [1, 2, ""]]


def test_enumerations_are_written_as_names(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(enumerations="names")
    put(STORED)
    assert written(read("1").json()) == [["Granted", "Denied", "Revoked", "NotSet", None, "?", 9, 0], ["Opt-In", "Opt-Out", ""]]


def test_enumerations_are_written_as_they_are_otherwise(put: Put, read: Read) -> None:
    put(STORED)
    assert read("1").json() == STORED


def test_collections_can_be_absent(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(absent=frozenset({"Groups", "Consents"}))
    put({"ProfileId": 1, "Groups": [], "Emails": [{"EmailAddress": "a@example.com", "Consents": []}]})
    assert read("1").json() == {"ProfileId": 1, "Emails": [{"EmailAddress": "a@example.com"}]}


def test_one_match_can_be_a_bare_object(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(bare_single_match=True)
    assert read("Phone", phoneNumber="5550100").json() == []
    one, two = ({"ProfileId": key, "PhoneNumbers": [{"PhoneNumber": "5550100"}]} for key in (1, 2))
    put(one)
    assert read("Phone", phoneNumber="5550100").json() == one
    put(one, two)
    assert read("Phone", phoneNumber="5550100").json() == [one, two]


def test_a_single_profile_can_come_in_an_array(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(array_for_one=True)
    put({"ProfileId": 1})
    assert read("1").json() == [{"ProfileId": 1}]
    assert read("2").json() == []


def test_lists_can_be_in_another_order(emulator: RunningEmulator, put: Put, read: Read) -> None:
    emulator.knobs.variations = Variations(descending=True)
    put(*({"ProfileId": key, "PhoneNumbers": [{"PhoneNumber": "5550100"}]} for key in (1, 3, 2)))
    assert [profile["ProfileId"] for profile in read("Phone", phoneNumber="5550100").json()] == [3, 2, 1]
