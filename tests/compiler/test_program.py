"""An answer of the upstream as its size says: a small one in one go, a large one profile by profile."""

import json
from typing import Any

import pytest
from graphql import parse

from app.compiler.analysis import analysed, prepared
from app.compiler.rest import RestReader
from app.errors import TooManyProfiles, UpstreamInvalidResponse
from app.model import View
from app.source.protocol import PhoneLookup
from tests.compiler.graph import SCHEMA

SMALL, LARGE = 0, 100_000
ACTIVE = PhoneLookup("acme", "15550109999", None, include_inactive=False, view=View())
QUERY = '{ profilesByPhone(phoneNumber: "15550109999") { profileId customerType } }'


@pytest.fixture(params=[True, False], ids=["native", "generated"])
def reader(request: pytest.FixtureRequest) -> RestReader:
    [root] = analysed(SCHEMA, prepared(SCHEMA, parse(QUERY), None), {}, frozenset()).roots
    return RestReader(root, native=request.param)


def body(size: int, *profiles: object) -> bytes:
    return b"%b%*b" % (json.dumps(profiles).encode(), size, b"")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_active_ones_are_written_by_id(reader: RestReader, size: int) -> None:
    people = [{"ProfileId": 3}, {"ProfileId": 2, "IsActive": False}, {"ProfileId": 1, "CustomerType": "x" * size}]
    seen: list[int] = []
    written = reader.read(ACTIVE, body(size, *people), seen)
    assert [json.loads(profile) for profile in written] == [
        {"profileId": "1", "customerType": "x" * size},
        {"profileId": "3", "customerType": None},
    ]
    assert seen == [1, 3]


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_nobody_is_no_profile(reader: RestReader, size: int) -> None:
    assert reader.read(ACTIVE, body(size), []) == []


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_fifty_are_an_answer_and_one_more_is_too_many(reader: RestReader, size: int) -> None:
    people = [{"ProfileId": number} for number in range(51)]
    assert len(reader.read(ACTIVE, body(size, *people[:50]), [])) == 50
    with pytest.raises(TooManyProfiles):
        reader.read(ACTIVE, body(size, *people), [])


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_cannot_be_read_is_an_error(reader: RestReader, size: int) -> None:
    with pytest.raises(UpstreamInvalidResponse):
        reader.read(ACTIVE, body(size, {"ProfileId": 1}, {"ProfileId": "two"}), [])


@pytest.mark.parametrize("layout", [{}, {"separators": (",", ":")}, {"indent": 1}])
@pytest.mark.parametrize("inner", [{"ProfileId": 7}, {"Name": ',{"ProfileId":8}', "more": [{}, {"ProfileId": 9}]}])
def test_profiles_are_told_apart_whatever_is_in_them_and_however_they_are_written(
    reader: RestReader, layout: dict[str, Any], inner: dict[str, Any]
) -> None:
    people = [{"ProfileId": number, "Emails": [inner, inner], "CustomerType": "x" * LARGE} for number in range(3)]
    for _ in range(2):  # what the first answer told is used for the second
        seen: list[int] = []
        assert len(reader.read(ACTIVE, json.dumps(people, **layout).encode(), seen)) == 3
        assert seen == [0, 1, 2]


@pytest.mark.parametrize("end", ["", "}", "]]", "],", "x"])
def test_what_is_no_json_as_a_whole_is_no_answer(reader: RestReader, end: str) -> None:
    people = json.dumps([{"ProfileId": number, "CustomerType": "x" * LARGE} for number in range(3)], separators=(",", ":"))
    with pytest.raises(UpstreamInvalidResponse):
        reader.read(ACTIVE, f"{people[:-1]}{end}".encode(), [])
