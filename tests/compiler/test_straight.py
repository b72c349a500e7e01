"""Native code may refuse an answer, and leave it to careful code; what it reads, it reads alike."""

import json
from datetime import UTC
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from graphql import parse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.auth.principal import EVERY_SCOPE
from app.compiler.analysis import analysed, prepared
from app.compiler.code import Style
from app.compiler.plan import Root
from app.compiler.program import Program
from app.compiler.rest import RestReader
from app.generator.full import full_profiles
from app.model import View
from app.source.dates import date
from app.source.protocol import Lookup, PhoneLookup, ProfileLookup
from tests.compiler.graph import SCHEMA
from tests.compiler.test_dates import texts
from tests.missing import without

if find_spec("app.straight.reader") is None:
    without("Native code was not built: install a C compiler and Python's headers, and run make again.")

from app.compiler.straight import Straight

EVERYTHING = (Path(__file__).parents[2] / "bench/everything.graphql").read_text()
VIEW = View(implied=True, history=True)
ALL = PhoneLookup("acme", "15550109999", None, include_inactive=True, view=VIEW)
ACTIVE = PhoneLookup("acme", "15550109999", None, include_inactive=False, view=VIEW)
NARROWED = frozenset({"preferences", "consents"})
PEOPLE = [json.dumps([profile, {"ProfileId": 7}], separators=(",", ":")).encode() for profile in islice(full_profiles(4), 4)]
UNREADABLE = (ValueError, msgspec.MsgspecError)


def root_of(query: str) -> Root:
    [root] = analysed(SCHEMA, prepared(SCHEMA, parse(query), None), {}, frozenset(EVERY_SCOPE)).roots
    return root


def straight(query: str, narrowed: frozenset[str] = frozenset()) -> Straight:
    selection = root_of(query).selection
    assert selection is not None
    return Straight(selection, narrowed)


def careful(query: str, narrowed: frozenset[str] = frozenset()) -> Program:
    selection = root_of(query).selection
    assert selection is not None
    return Program(selection, Style(careful=True, narrowed=narrowed))


def read(way: Straight | Program, body: bytes, lookup: Lookup = ALL) -> tuple[list[int], list[str]]:
    """Return the ids and the profiles that were read, as JSON in one form."""
    seen: list[int] = []
    return seen, [json.dumps(json.loads(profile)) for profile in way.profiles(body, lookup, seen)]


WAYS = [(straight(EVERYTHING, narrowed), careful(EVERYTHING, narrowed)) for narrowed in (frozenset[str](), NARROWED)]
CREATED = straight('{ profilesByPhone(phoneNumber: "1") { edited { createdAt } } }')
COLLECTED = straight('{ profilesByPhone(phoneNumber: "1") { consents { collectedAt } } }')
CUSTOM = '{ profilesByPhone(phoneNumber: "1") { customFields { value values } } }'
DIGITS = '{ profilesByPhone(phoneNumber: "1") { phones { digits } } }'
NAMED = '{ profilesByPhone(phoneNumber: "1") { profileId name { last } } }'


@pytest.mark.parametrize("lookup", [ALL, ACTIVE, ProfileLookup("acme", 7, view=VIEW)])
@pytest.mark.parametrize("body", PEOPLE)
@pytest.mark.parametrize("ways", WAYS, ids=["as they come", "narrowed"])
def test_people_with_everything_are_read_alike(ways: tuple[Straight, Program], body: bytes, lookup: Lookup) -> None:
    native, generated = ways
    assert read(native, body, lookup) == read(generated, body, lookup)
    assert read(native, json.dumps(json.loads(body), indent=1).encode(), lookup) == read(generated, body, lookup)


PIECES = rb"""null true 1 1.5 -0 "x" "\u0041" "\ud83d\ude00" [] {} [null] "2024-03-10T02:30:00" "" """.split()
pieces = st.binary(max_size=2) | st.sampled_from(PIECES)
edits = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 3), pieces), min_size=1, max_size=3)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PEOPLE), edits, st.sampled_from(WAYS))
def test_what_is_damaged_is_refused_or_read_alike(body: bytes, edits: list[tuple[int, int, bytes]], ways: tuple[Straight, Program]) -> None:
    for place, length, piece in edits:
        body = body[: place % len(body)] + piece + body[place % len(body) + length :]
    native, generated = ways
    try:
        found = read(native, body)
    except UNREADABLE:
        return
    assert found == read(generated, body)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PEOPLE), st.integers(0, 400), st.sampled_from(PIECES), st.sampled_from(WAYS))
def test_a_value_of_another_kind_is_refused_or_read_alike(body: bytes, place: int, piece: bytes, ways: tuple[Straight, Program]) -> None:
    before = body.split(b":")
    begin = sum(map(len, before[: place % (len(before) - 1) + 1])) + place % (len(before) - 1) + 1
    length = len(msgspec.json.encode(json.JSONDecoder().raw_decode(body[begin:].decode())[0]))
    native, generated = ways
    try:
        found = read(native, body[:begin] + piece + body[begin + length :])
    except UNREADABLE:
        return
    assert found == read(generated, body[:begin] + piece + body[begin + length :])


@given(texts)
@example("2024-03-10T02:30:00")
@example("2024-11-03T01:30:00")
@example("2024-12-31T23:59:59.5")
@example("2023-12-31T23:59:59.1234567-05:00")
@example("2024-03-01T01:00:00+05:30")
@example("0002-01-01")
@example("9998-12-31T23:00:00")
@example("1883-11-18T12:00:00")
@example("2024-01-01T00:00:00+24:00")
def test_dates_are_read_alike(text: str) -> None:
    person = {"ProfileId": 1, "Edited": {"CreatedDate": text, "CreatedBy": "x"}, "Consents": [{"ConsentDate": text}]}
    body = json.dumps([person], ensure_ascii=False)
    [created], [collected] = (read(way, body.encode(errors="replace"))[1] for way in (CREATED, COLLECTED))
    assert json.loads(created) == {"edited": {"createdAt": date(text)}}
    assert json.loads(collected) == {"consents": [{"collectedAt": date(text, UTC)}]}


@given(st.text('[]{}",:\\ \n0123456789.-+eEtrufalsn\x00\x1f\ud800é', max_size=12) | st.sampled_from(['"\\ud800"', "1e5", "01", "[" * 70]))
def test_what_is_passed_over_is_json(text: str) -> None:
    body = b'[{"ProfileId":1,"Other":%b}]' % text.encode(errors="surrogatepass")
    try:
        found = read(straight(NAMED), body)
    except UNREADABLE:
        return
    json.loads(body)
    assert found == read(careful(NAMED), body)


floats = st.floats(allow_nan=False, allow_infinity=False).map(str) | st.decimals(-(10**18), 10**18, allow_nan=False).map("{:f}".format)
singles = floats | st.integers(-(10**20), 10**20).map(str) | st.text(max_size=4).map(json.dumps) | st.sampled_from(["true", "null", "{}"])


@given(st.lists(singles, max_size=3), st.booleans())
@example(["-0", "3495.5", "1.10", "0.5", "1.0", "1e5", "-0.0", "123456789012345.5", "12345678901234.5"], False)
def test_values_of_a_custom_field_are_read_alike(values: list[str], padded: bool) -> None:
    several = f"[{(' , ' if padded else ',').join(values)}]"
    for value in [several, *values]:
        body = b'[{"ProfileId":1,"CustomFields":[{"Value":%b }]}]' % value.encode()
        try:
            found = read(straight(CUSTOM), body)
        except UNREADABLE:
            continue
        assert found == read(careful(CUSTOM), body)


@given(st.text('0189٣ ()+-x\\"é', max_size=8), st.integers(-1, 10**20) | st.sampled_from([None, "", "1", 1.0, 1e5, True, []]))
@example("15550109999", 1.5)
def test_digits_are_read_alike(number: str, numeric: object) -> None:
    body = json.dumps([{"ProfileId": 1, "PhoneNumbers": [{"PhoneNumber": number, "PhoneNumberNumeric": numeric}]}]).encode()
    try:
        found = read(straight(DIGITS), body)
    except UNREADABLE:
        return
    assert found == read(careful(DIGITS), body)


def test_an_object_with_more_keys_than_usual_is_read_by_generated_code() -> None:
    keys = " ".join(f"a{number}: customerType" for number in range(65))
    reader = RestReader(root_of(f'{{ profilesByPhone(phoneNumber: "1") {{ {keys} }} }}'))
    assert isinstance(reader.program(Style()), Program)
    [profile] = reader.read(ALL, b'[{"ProfileId":1,"CustomerType":"x"}]', [])
    assert json.loads(profile) == {f"a{number}": "x" for number in range(65)}


def test_what_native_code_refuses_is_read_with_care() -> None:
    reader = RestReader(root_of(NAMED))
    assert isinstance(reader.program(Style()), Straight)
    [profile] = reader.read(ALL, b'{"ProfileId":1,"CustomerName":{"LastName":5,"IsActive":true}}', [])
    assert json.loads(profile) == {"profileId": "1", "name": {"last": "5"}}


@pytest.mark.parametrize("body", [b"", b"[", b"[{", b'[{"ProfileId":1'])
def test_half_an_answer_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match="left to others"):
        read(straight(NAMED), body)


def test_an_object_of_which_nothing_is_read_may_have_any_key() -> None:
    way = straight('{ profilesByPhone(phoneNumber: "1") { tags { __typename } } }')
    assert read(way, b'[{"ProfileId":1,"ProfileTags":[{"":5,"Name":"x"},{}]}]') == (
        [1],
        ['{"tags": [{"__typename": "Tag"}, {"__typename": "Tag"}]}'],
    )
