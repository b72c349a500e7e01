from collections.abc import Sequence

import pytest

from app.errors import AccountNotFound, GatewayError, TooManyProfiles
from app.model import AlternateId, Email, Handle, Phone, Profile, View
from app.source.protocol import AlternateIdLookup, Caller, EmailLookup, Lookup, PhoneLookup, ProfileLookup
from app.source.sql import SqlSource
from tests.source.asked import Asked, Write

ALL, CALLER = View(), Caller()
NUMBER, SHARED, CROWDED, FULL = "15550100001", "15550100002", "15550100003", "15550100004"


def by_phone(digits: str, phone_type: str | None = None, *, inactive: bool = False, account: str = "acme") -> PhoneLookup:
    return PhoneLookup(account, digits, phone_type, inactive, ALL)


def by_email(address: str, email_type: str | None = None, *, inactive: bool = False) -> EmailLookup:
    return EmailLookup("acme", address, email_type, inactive, ALL)


def by_alternate_id(alternate_id: str, alternate_id_type: str) -> AlternateIdLookup:
    return AlternateIdLookup("acme", alternate_id, alternate_id_type, ALL)


def by_id(profile_id: int, account: str = "acme") -> ProfileLookup:
    return ProfileLookup(account, profile_id, ALL)


@pytest.fixture(scope="module", autouse=True)
def _people(write: Write) -> None:
    full, crowded = Phone("Desk", digits=FULL), Phone("Desk", digits=CROWDED)
    crowd = [Profile("acme", 1000 + number, number > 0, phones=(crowded, full)[: 2 if number < 51 else 1]) for number in range(52)]
    write(
        [
            Profile("acme", 3, True, phones=(Phone("Mobile", digits=NUMBER), Phone("Home", digits=NUMBER))),
            Profile("acme", 1, None, phones=(Phone("Straße", digits=SHARED),), emails=(Email("Work", "Ann@Example.com"),)),
            Profile("acme", 2, False, phones=(Phone("Mobile", digits=SHARED),), emails=(Email(None, "ANN@example.COM"),)),
            Profile("acme", -5, True, phones=(Phone(None, digits=SHARED),), alternate_ids=(AlternateId("CRM", "Ab1"),)),
            Profile("acme", 4, True, alternate_ids=(AlternateId("crm", "aB1"), AlternateId("Shop", "Ab1"))),
            Profile("acme", -6, False, alternate_ids=(AlternateId("CRM", "Ab1"),)),
            Profile("acme", 2**63 - 1, True),
            Profile("other", 3, True, phones=(Phone("Mobile", digits=NUMBER),)),
            *crowd,
        ]
    )


async def ids(source: SqlSource, lookup: Lookup) -> list[int]:
    found = (await source.find([lookup], CALLER))[lookup]
    assert not isinstance(found, GatewayError)
    return [profile.profile_id for profile in found]


async def test_a_number_is_found_in_its_own_account_only_and_once_for_two_phones(sql_source: SqlSource) -> None:
    lookup = by_phone(NUMBER, account="other")
    (profile,) = found if not isinstance(found := (await sql_source.find([lookup], CALLER))[lookup], GatewayError) else ()
    assert (profile.account_id, profile.profile_id) == ("other", 3)
    assert await ids(sql_source, by_phone(NUMBER)) == [3]


async def test_profiles_come_by_id_and_unknown_activity_counts_as_active(sql_source: SqlSource) -> None:
    assert await ids(sql_source, by_phone(SHARED)) == [-5, 1]
    assert await ids(sql_source, by_phone(SHARED, inactive=True)) == [-5, 1, 2]


@pytest.mark.parametrize(("phone_type", "expected"), [("STRASSE", [1]), ("mobile", [2]), ("", []), ("none", [])])
async def test_a_phone_type_is_compared_with_case_folding(sql_source: SqlSource, phone_type: str, expected: list[int]) -> None:
    assert await ids(sql_source, by_phone(SHARED, phone_type, inactive=True)) == expected


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [
        (by_email("ANN@EXAMPLE.COM"), [1]),
        (by_email("ann@example.com", inactive=True), [1, 2]),
        (by_email("ann@example.com", "WORK", inactive=True), [1]),
        (by_email("ann@example.co"), []),
    ],
)
async def test_an_email_address_and_its_type_ignore_case(sql_source: SqlSource, lookup: Lookup, expected: list[int]) -> None:
    assert await ids(sql_source, lookup) == expected


@pytest.mark.parametrize(
    ("lookup", "expected"),
    [(by_alternate_id("AB1", "Crm"), [-5]), (by_alternate_id("ab1", "shop"), [4]), (by_alternate_id("ab", "CRM"), [])],
)
async def test_an_alternate_id_finds_the_active_profile_of_the_smallest_id(
    sql_source: SqlSource, lookup: Lookup, expected: list[int]
) -> None:
    assert await ids(sql_source, lookup) == expected


async def test_a_profile_id_finds_active_and_inactive_ones_up_to_64_bits(sql_source: SqlSource) -> None:
    assert [await ids(sql_source, by_id(number)) for number in (3, 2, 2**63 - 1, -5)] == [[3], [2], [2**63 - 1], [-5]]
    assert [await ids(sql_source, by_id(number)) for number in (77, -(2**63), 2**63, -(2**63) - 1, 10**30)] == [[], [], [], [], []]


async def test_51_matches_are_too_many_and_50_are_not(sql_source: SqlSource) -> None:
    lookups = [by_phone(CROWDED), by_phone(FULL, inactive=True), by_phone(FULL)]
    crowded, full, active = (await sql_source.find(lookups, CALLER)).values()
    assert isinstance(crowded, TooManyProfiles)
    assert isinstance(full, TooManyProfiles)
    assert isinstance(active, tuple)
    assert len(active) == 50


async def test_an_unknown_account_is_an_error_for_lists_and_nothing_for_single_reads(sql_source: SqlSource) -> None:
    email = EmailLookup("nobody", "ann@example.com", None, False, ALL)
    alternate_id = AlternateIdLookup("nobody", "Ab1", "CRM", ALL)
    answers = await sql_source.find([by_phone(NUMBER, account="nobody"), email, alternate_id, by_id(3, "nobody")], CALLER)
    assert [type(answer) for answer in answers.values()] == [AccountNotFound, AccountNotFound, tuple, tuple]


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "'; DROP TABLE phones; --", "é" * 10_000])
async def test_text_that_no_database_takes_finds_nothing(sql_source: SqlSource, text: str) -> None:
    assert await ids(sql_source, by_email(text)) == []
    assert await ids(sql_source, by_alternate_id(text, text)) == []
    assert await ids(sql_source, by_id(3, text)) == []
    assert isinstance((await sql_source.find([by_phone(NUMBER, account=text)], CALLER))[by_phone(NUMBER, account=text)], AccountNotFound)


@pytest.mark.parametrize(
    ("lookups", "statements"),
    [
        ([by_phone(NUMBER), by_phone(SHARED), by_phone(NUMBER, account="other")], 1),
        ([by_id(3), by_id(4), by_id(3, "other")], 1),
        ([by_phone(NUMBER), by_email("ann@example.com"), by_alternate_id("ab1", "crm"), by_id(3)], 4),
        ([by_phone("0"), by_phone("1"), by_phone(NUMBER)], 2),
        ([], 0),
    ],
    ids=["phones", "ids", "every kind", "nothing found: is the account known?", "nothing asked"],
)
async def test_a_batch_takes_one_statement_for_each_kind_of_lookup(
    sql_source: SqlSource, asked: Asked, lookups: Sequence[Lookup], statements: int
) -> None:
    await sql_source.find(lookups, CALLER)
    assert len(asked.statements) == statements


async def test_a_large_batch_is_cut_into_statements_that_databases_take(sql_source: SqlSource) -> None:
    lookups: list[Lookup] = [by_phone(str(number)) for number in range(600)]
    lookups += [by_id(number) for number in range(40_000)]
    found = await sql_source.find([*lookups, by_phone(NUMBER)], CALLER)
    there = [*range(1, 5), *range(1000, 1052)]
    assert [lookup for lookup, profiles in found.items() if profiles] == [*map(by_id, there), by_phone(NUMBER)]


async def test_what_is_found_carries_the_handle_to_read_on_by(sql_source: SqlSource) -> None:
    lookup = ProfileLookup("acme", 3, View(implied=False, history=False))
    found = (await sql_source.find([lookup], CALLER))[lookup]
    assert not isinstance(found, GatewayError)
    assert found[0].handle == Handle("acme", 3, -1, lookup.view)
