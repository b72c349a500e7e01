"""What the root fields ask the source for, and what they answer."""

import pytest

from app.model import View
from app.source.protocol import AlternateIdLookup, EmailLookup, PhoneLookup, ProfileLookup
from tests.fake import FakeSource
from tests.schema.conftest import Execute

NUMBER = "15550109999"


async def test_profiles_come_with_exactly_the_fields_asked_for(execute: Execute) -> None:
    answer = await execute(
        '{ profilesByPhone(phoneNumber: "+1 (555) 010-9999") {'
        " profileId name { first } emails { address } consents { type status } tags { name } groups { name } } }"
    )
    assert answer == {
        "data": {
            "profilesByPhone": [
                {
                    "profileId": str(number),
                    "name": {"first": f"First{number}"},
                    "emails": [{"address": f"p{number}@example.com"}],
                    "consents": [{"type": "Terms", "status": "GRANTED"}, {"type": "TERMS", "status": "REVOKED"}],
                    "tags": [],
                    "groups": None,
                }
                for number in (1, 2)
            ]
        }
    }


async def test_no_match_is_an_empty_list(execute: Execute) -> None:
    assert await execute('{ profilesByPhone(phoneNumber: "999") { profileId } }') == {"data": {"profilesByPhone": []}}


async def test_a_single_read_that_finds_nothing_is_null(execute: Execute) -> None:
    answer = await execute(
        '{ profile(profileId: "9") { profileId } profileByAlternateId(alternateId: "x", alternateIdType: "A") { profileId } }'
    )
    assert answer == {"data": {"profile": None, "profileByAlternateId": None}}


async def test_an_unknown_account_is_an_error_for_a_list_and_null_for_a_single_read(execute: Execute) -> None:
    answer = await execute(
        '{ profilesByPhone(phoneNumber: "999", accountId: "nobody") { profileId }'
        ' profile(profileId: 1, accountId: "nobody") { profileId } }'
    )
    assert answer["data"] == {"profilesByPhone": None, "profile": None}
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [(["profilesByPhone"], "ACCOUNT_NOT_FOUND")]


async def test_without_any_account_the_message_says_how_to_give_one(execute: Execute) -> None:
    answer = await execute("{ profile(profileId: 1) { profileId } }", account_id=None)
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "X-Account-Id" in error["message"]


async def test_the_account_of_the_argument_wins_over_the_requests(execute: Execute) -> None:
    assert (await execute('{ profilesByPhone(phoneNumber: "15550109999", accountId: "empty") { profileId } }'))["data"] == {
        "profilesByPhone": []
    }


async def test_three_aliases_are_one_batch(execute: Execute, source: FakeSource) -> None:
    answer = await execute(
        '{ a: profilesByPhone(phoneNumber: "15550109999") { profileId } b: profilesByPhone(phoneNumber: "1-555-010-9999") { profileId }'
        ' c: profilesByPhone(phoneNumber: "15550100000") { profileId } }'
    )
    assert [len(answer["data"][alias]) for alias in "abc"] == [2, 2, 0]
    [(lookups, _)] = source.finds
    assert len(lookups) == 2


@pytest.mark.parametrize(
    ("selection", "view"),
    [
        ("profileId", View(implied=False, history=False, current=False)),
        ("consents { type }", View(implied=False, history=True)),
        ("emails { preferences { type } }", View(implied=True, history=False)),
        ("emails { preferences { consents { type } } }", View(implied=True, history=True)),
        ("preferences @skip(if: true) { type } consents @include(if: $no) { type }", View(implied=False, history=False, current=False)),
        ("...Deep", View(implied=False, history=True)),
        ("... on Profile @include(if: $no) { consents { type } }", View(implied=False, history=False, current=False)),
        ("consents: profileId", View(implied=False, history=False, current=False)),
    ],
)
async def test_the_read_is_as_narrow_as_the_selection(execute: Execute, source: FakeSource, selection: str, view: View) -> None:
    spread = (
        ""
        if "Deep" not in selection
        else "fragment Deep on Profile { phones { ...Deeper } } fragment Deeper on Phone { consents { type } }"
    )
    answer = await execute(
        f'query ($no: Boolean = false) {{ profilesByPhone(phoneNumber: "{NUMBER}") {{'
        f" {selection} tags @include(if: $no) {{ name }} }} }} {spread}"
    )
    assert "errors" not in answer
    assert source.finds[0][0] == [PhoneLookup("acme", NUMBER, None, False, view)]


async def test_arguments_narrow_the_read_too(execute: Execute, source: FakeSource) -> None:
    answer = await execute(
        f'{{ profilesByPhone(phoneNumber: "{NUMBER}", includeImplied: false, includeConsentHistory: false, includeInactive: true)'
        " { profileId emails { preferences { type } } consents { status collectedAt } } }"
    )
    assert [found["profileId"] for found in answer["data"]["profilesByPhone"]] == ["1", "2", "3"]
    first = answer["data"]["profilesByPhone"][0]
    assert first["emails"] == [{"preferences": []}]
    assert first["consents"] == [{"status": "REVOKED", "collectedAt": "2021-01-01T00:00:00.1234567Z"}]
    assert source.finds[0][0] == [PhoneLookup("acme", NUMBER, None, True, View(implied=False, history=False))]


async def test_every_root_field_hands_its_arguments_on(execute: Execute, source: FakeSource) -> None:
    await execute(
        '{ profilesByEmail(emailAddress: "P1@example.com", emailType: "work") { profileId }'
        ' profileByAlternateId(alternateId: "a-1", alternateIdType: "crm") { profileId }'
        ' profile(profileId: "1") { profileId } profilesByPhone(phoneNumber: "123", phoneType: " ") { profileId } }'
    )
    view = View(implied=False, history=False, current=False)
    assert list(source.finds[0][0]) == [
        EmailLookup("acme", "P1@example.com", "work", False, view),
        AlternateIdLookup("acme", "a-1", "crm", view),
        ProfileLookup("acme", 1, view),
        PhoneLookup("acme", "123", None, False, view),
    ]


@pytest.mark.parametrize(
    "argument", ['phoneNumber: ""', 'phoneNumber: "12"', 'phoneNumber: "call Anna"', 'phoneNumber: "123456789012345678901"']
)
async def test_a_wrong_phone_number_is_named_and_not_repeated(execute: Execute, argument: str) -> None:
    answer = await execute(f"{{ profilesByPhone({argument}) {{ profileId }} }}")
    [error] = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "phoneNumber"}
    assert "Anna" not in error["message"]
