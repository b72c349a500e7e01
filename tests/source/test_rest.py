import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from urllib.parse import unquote

import pytest

from app.errors import AccountNotFound, BadUserInput, TooManyProfiles, Unauthenticated, UpstreamInvalidResponse, UpstreamUnavailable
from app.model import Consent, Handle, View
from app.source.contract import UpstreamContract
from app.source.protocol import AlternateIdLookup, Caller, Edge, EmailLookup, Found, Lookup, PhoneLookup, ProfileLookup
from app.source.rest import RestSource
from tests.source.scripted_upstream import (
    ScriptedUpstream,
    closing,
    response,
    scripted_upstream,
    sends,
    sends_profiles,
    sends_raw,
    upstream_at,
)

ALL = View()
CURRENT = View(history=False)
EXPRESSED = View(implied=False)
ANYONE = Caller()


@pytest.fixture
async def upstream() -> AsyncIterator[ScriptedUpstream]:
    async with scripted_upstream() as upstream:
        yield upstream


@pytest.fixture
async def source(upstream: ScriptedUpstream) -> AsyncIterator[RestSource]:
    async with closing(RestSource(upstream_at(upstream.url))) as source:
        yield source


def phone(digits: str = "15550109999", phone_type: str | None = None, view: View = ALL, *, include_inactive: bool = False) -> PhoneLookup:
    return PhoneLookup("acme", digits, phone_type, include_inactive, view)


async def ids(source: RestSource, lookup: Lookup) -> list[int]:
    found = (await source.find([lookup], ANYONE))[lookup]
    assert isinstance(found, tuple)
    return [profile.profile_id for profile in found]


def consents_of(found: Found) -> tuple[Consent, ...]:
    assert isinstance(found, tuple)
    [profile] = found
    assert isinstance(profile.consents, tuple)
    return profile.consents


async def only(source: RestSource, lookup: Lookup) -> Found:
    return (await source.find([lookup], ANYONE))[lookup]


@pytest.mark.parametrize(
    ("lookup", "path", "parameters"),
    [
        (phone(), "Phone", {"phoneNumber": "15550109999", "implied": "true", "includeInactive": "false", "includeConsentHistory": "true"}),
        (
            phone(phone_type="Mobile", view=View(implied=False, history=False), include_inactive=True),
            "Phone",
            {
                "phoneNumber": "15550109999",
                "phoneType": "Mobile",
                "implied": "false",
                "includeInactive": "true",
                "includeConsentHistory": "false",
            },
        ),
        (
            EmailLookup("acme", "a+b c@example.com", "Home & work", include_inactive=False, view=ALL),
            "Email",
            {
                "emailAddress": "a+b c@example.com",
                "emailType": "Home & work",
                "implied": "true",
                "includeInactive": "false",
                "includeConsentHistory": "true",
            },
        ),
        (
            AlternateIdLookup("acme", "é/?#%2B", "CRM", CURRENT),
            "AlternateId",
            {"alternateId": "é/?#%2B", "alternateIdType": "CRM", "implied": "true", "includeConsentHistory": "false"},
        ),
        (ProfileLookup("acme", 7, EXPRESSED), "7", {"implied": "false", "includeConsentHistory": "true"}),
    ],
)
async def test_every_flag_of_a_read_is_said(
    upstream: ScriptedUpstream, source: RestSource, lookup: Lookup, path: str, parameters: dict[str, str]
) -> None:
    await source.find([lookup], ANYONE)
    [asked] = upstream.asked
    assert (asked.path, asked.parameters) == (f"/Profiles/v4/acme/Profile/{path}", parameters)


async def test_what_a_real_account_calls_differently_is_set_in_the_contract(upstream: ScriptedUpstream) -> None:
    contract = UpstreamContract(phone_path="Search/ByPhone", phone_number="number", profile_path="People/{profileId}/All")
    async with closing(RestSource(upstream_at(upstream.url), contract)) as source:
        await source.find([phone(), ProfileLookup("acme", 7, ALL)], ANYONE)
    paths = {asked.path: asked.parameters for asked in upstream.asked}
    assert paths["/Profiles/v4/acme/Search/ByPhone"]["number"] == "15550109999"
    assert "/Profiles/v4/acme/People/7/All" in paths


def test_a_contract_says_where_the_profile_id_belongs() -> None:
    with pytest.raises(ValueError, match="profileId"):
        UpstreamContract(profile_path="Profile")


async def test_an_account_is_one_segment_of_the_path(upstream: ScriptedUpstream, source: RestSource) -> None:
    await source.find([ProfileLookup("a/../b:c %2F?é", 7, ALL)], ANYONE)
    segments = upstream.asked[0].path.split("/")
    assert [unquote(segment) for segment in segments] == ["", "Profiles", "v4", "a/../b:c %2F?é", "Profile", "7"]


@pytest.mark.parametrize("account_id", ["", ".", ".."])
async def test_an_account_that_no_path_can_hold_is_unknown(upstream: ScriptedUpstream, source: RestSource, account_id: str) -> None:
    by_phone = PhoneLookup(account_id, "15550109999", None, include_inactive=False, view=ALL)
    by_id = ProfileLookup(account_id, 7, ALL)
    found = await source.find([by_phone, by_id], ANYONE)
    assert isinstance(found[by_phone], AccountNotFound)
    assert found[by_id] == ()
    assert upstream.asked == []


async def test_lookups_that_differ_in_their_view_alone_are_one_call(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_profiles(
        {
            "ProfileId": 1,
            "Consents": [{"ConsentType": "a", "ConsentDate": "2020-01-01"}, {"ConsentType": "A", "ConsentDate": "2021-01-01"}],
        }
    )
    current, expressed = phone(view=View(implied=False, history=False)), phone(view=EXPRESSED)
    found = await source.find([current, expressed], ANYONE)
    [asked] = upstream.asked
    assert (asked.parameters["implied"], asked.parameters["includeConsentHistory"]) == ("false", "true")
    assert [len(consents_of(found[lookup])) for lookup in (current, expressed)] == [1, 2]


async def test_lookups_that_differ_in_more_are_calls_of_their_own(upstream: ScriptedUpstream, source: RestSource) -> None:
    lookups: list[Lookup] = [phone(), phone(phone_type="Mobile"), phone(include_inactive=True), ProfileLookup("acme", 7, ALL)]
    found = await source.find(lookups, ANYONE)
    assert len(upstream.asked) == 4
    assert set(found) == set(lookups)


async def test_what_an_upstream_shows_too_much_is_left_out(upstream: ScriptedUpstream, source: RestSource) -> None:
    consents = [{"ConsentType": "a", "ConsentVersion": version} for version in "12"]
    upstream.script = sends_profiles({"ProfileId": 1, "Consents": consents})
    assert consents_of(await only(source, phone(view=CURRENT))) == (Consent(type="a", version="2"),)


async def test_calls_of_a_batch_run_at_once_under_a_cap(upstream: ScriptedUpstream) -> None:
    upstream.script = sends_raw(response(b"[]"), pause=0.05)
    async with closing(RestSource(upstream_at(upstream.url, at_once=3))) as source:
        await source.find([ProfileLookup("acme", number, ALL) for number in range(9)], ANYONE)
    assert len(upstream.asked) == 9
    assert upstream.open_at_most == 3


async def test_one_lookup_that_fails_leaves_the_others_their_answers(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_profiles({"ProfileId": 7})
    upstream.scripts["/Profiles/v4/acme/Profile/8"] = sends(b"boom", 500)
    works, fails = ProfileLookup("acme", 7, ALL), ProfileLookup("acme", 8, ALL)
    found = await source.find([fails, works], ANYONE)
    assert [profile.profile_id for profile in found[works]] == [7]  # type: ignore[union-attr]
    assert isinstance(found[fails], UpstreamUnavailable)


async def test_profiles_are_sorted_by_id_whatever_the_order_they_came_in(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_profiles({"ProfileId": 10}, {"ProfileId": -1}, {"ProfileId": 9})
    assert await ids(source, phone()) == [-1, 9, 10]


async def test_inactive_profiles_are_left_out_unless_asked_for(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_profiles({"ProfileId": 1, "IsActive": False}, {"ProfileId": 2}, {"ProfileId": 3, "IsActive": True})
    assert await ids(source, phone()) == [2, 3]
    assert await ids(source, phone(include_inactive=True)) == [1, 2, 3]
    assert await ids(source, AlternateIdLookup("acme", "x", "CRM", ALL)) == [2]


async def test_a_profile_is_found_by_id_whether_active_or_not(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends(b'{"ProfileId": 7, "IsActive": false}')
    assert await ids(source, ProfileLookup("acme", 7, ALL)) == [7]


async def test_another_profile_than_the_one_asked_for_is_no_answer(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_profiles({"ProfileId": 8})
    assert isinstance(await only(source, ProfileLookup("acme", 7, ALL)), UpstreamInvalidResponse)


async def test_fifty_profiles_are_an_answer_and_one_more_is_an_error(upstream: ScriptedUpstream, source: RestSource) -> None:
    fifty: list[dict[str, object]] = [{"ProfileId": number} for number in range(50)]
    upstream.script = sends_profiles(*fifty)
    assert await ids(source, phone()) == list(range(50))
    upstream.script = sends_profiles(*fifty, {"ProfileId": 50})
    assert isinstance(await only(source, phone()), TooManyProfiles)


async def test_the_credential_is_passed_on_as_it_is(upstream: ScriptedUpstream, source: RestSource) -> None:
    await source.find([phone()], Caller('PNAUTHINFO3-HMAC-SHA256 Credential=u/2024-01-01T00:00:00Z Signature="a+/="'))
    await source.find([phone()], ANYONE)
    with_credential, without = upstream.asked
    assert with_credential.headers["authorization"] == 'PNAUTHINFO3-HMAC-SHA256 Credential=u/2024-01-01T00:00:00Z Signature="a+/="'
    assert "authorization" not in without.headers


@pytest.mark.parametrize("credential", ["Bearer a\r\nX-Account: b", "Bearer \u00e9", "Bearer \0"])
async def test_a_credential_that_is_no_header_is_refused(upstream: ScriptedUpstream, source: RestSource, credential: str) -> None:
    found = await source.find([phone()], Caller(credential))
    assert isinstance(found[phone()], Unauthenticated)
    assert upstream.asked == []


async def test_cookies_are_not_kept(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends(b"[]", Set_Cookie="session=one; Path=/")
    await only(source, phone())
    await only(source, phone())
    assert ["cookie" in asked.headers for asked in upstream.asked] == [False, False]


async def test_a_compressed_answer_is_read(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends(gzip.compress(b'[{"ProfileId": 1}]'), Content_Encoding="gzip")
    assert await ids(source, phone()) == [1]
    assert upstream.asked[0].headers["accept-encoding"] == "gzip"


async def test_no_number_reaches_the_log(upstream: ScriptedUpstream, source: RestSource, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="httpx")
    await only(source, phone())
    upstream.script = sends(b"15550109999", 500)
    await only(source, phone())
    assert len(upstream.asked) == 2
    assert "15550109999" not in caplog.text


async def test_half_a_surrogate_pair_is_a_wrong_argument(source: RestSource) -> None:
    assert isinstance(await only(source, AlternateIdLookup("acme", "\ud800", "CRM", ALL)), BadUserInput)


async def test_a_caller_that_leaves_ends_its_calls(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends_raw(response(b"[]"), pause=3600)
    asking = asyncio.create_task(source.find([phone(), ProfileLookup("acme", 7, ALL)], ANYONE))
    await upstream.arrivals.acquire()
    await upstream.arrivals.acquire()
    before = len(asyncio.all_tasks())
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.sleep(0.01)
    assert len(asyncio.all_tasks()) == before - 5, "the batch, and two tasks for each of its calls"


async def test_it_is_ready_when_the_upstream_answers_at_all(upstream: ScriptedUpstream, source: RestSource) -> None:
    upstream.script = sends(b"who are you?", 401)
    await source.ready()
    assert upstream.asked[0].path == "/Profiles/v4/"
    upstream.script = sends(b"", 503)
    with pytest.raises(UpstreamUnavailable):
        await source.ready()


async def test_no_collection_is_left_to_be_read(source: RestSource) -> None:
    assert await source.collections(Edge.TAGS_BY_PROFILE, [], ANYONE) == {}
    with pytest.raises(ValueError, match="another source"):
        await source.collections(Edge.TAGS_BY_PROFILE, [Handle("acme", 7, -1, ALL)], ANYONE)
