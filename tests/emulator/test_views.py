from collections.abc import Callable
from typing import Any, TypeAlias

import httpx
import pytest

Put: TypeAlias = Callable[..., None]
Read: TypeAlias = Callable[..., httpx.Response]

HOLDERS = ["Addresses", "Emails", "PhoneNumbers"]
PREFERENCES = {"Addresses": "AddressPreferences", "Emails": "EmailPreferences", "PhoneNumbers": "PhoneNumberPreferences"}


def consent(kind: str | None, date: str | None, modified: str | None = None, **more: object) -> dict[str, object]:
    return {"ConsentType": kind, "ConsentDate": date, "Edited": {"ModifiedDate": modified}, **more}


def everywhere(consents: list[dict[str, object]]) -> dict[str, object]:
    holders = {holder: [{"Consents": consents, PREFERENCES[holder]: [{"Consents": consents}]}] for holder in HOLDERS}
    return {"ProfileId": 1, "Consents": consents, "ProfilePreferences": [{"Consents": consents}], **holders}


def latest(put: Put, read: Read, *consents: dict[str, object]) -> list[object]:
    put({"ProfileId": 1, "Consents": [{**consent, "Place": place} for place, consent in enumerate(consents)]})
    return [shown["Place"] for shown in read("1", includeConsentHistory="false").json()["Consents"]]


def test_a_profile_is_returned_as_it_stands_in_the_data(put: Put, read: Read, complete_profile: dict[str, object]) -> None:
    put(complete_profile)
    assert read("7").json() == complete_profile


def test_missing_null_and_empty_stay_apart(put: Put, read: Read) -> None:
    profile = {"ProfileId": 1, "Emails": None, "Groups": [], "CustomerType": "", "ProfileTags": [None]}
    put(profile)
    assert read("1").json() == profile


def test_without_implied_only_the_expressed_preferences_are_returned_at_every_level(put: Put, read: Read) -> None:
    preferences = [{"FilterId": "a", "MatchType": "Expressed"}, {"FilterId": "b", "MatchType": "IMPLIED"}]
    holders = {holder: [{PREFERENCES[holder]: preferences}] for holder in HOLDERS}
    put({"ProfileId": 1, "ProfilePreferences": preferences, **holders})
    profile = read("1", implied="false").json()
    assert profile["ProfilePreferences"] == preferences[:1]
    assert [profile[holder][0][PREFERENCES[holder]] for holder in HOLDERS] == [preferences[:1]] * 3


def test_a_preference_without_a_match_type_is_not_implied(put: Put, read: Read) -> None:
    put({"ProfileId": 1, "ProfilePreferences": [{"FilterId": "a"}, {"FilterId": "b", "MatchType": None}]})
    assert len(read("1", implied="false").json()["ProfilePreferences"]) == 2


@pytest.mark.parametrize("segment", ["Phone", "Email", "AlternateId", "7"])
def test_every_read_returns_implied_preferences_and_history_by_default(
    segment: str, put: Put, read: Read, complete_profile: dict[str, Any]
) -> None:
    keys = {"phoneNumber": "5550100", "emailAddress": "ann@example.com", "alternateId": "a-1", "alternateIdType": "CRM"}
    put(complete_profile)
    everything = read(segment, **keys).json()
    less = read(segment, **keys, implied="false", includeConsentHistory="false").json()
    assert everything in (complete_profile, [complete_profile])
    profile = less[0] if isinstance(less, list) else less
    assert profile["ProfilePreferences"] == complete_profile["ProfilePreferences"][:1]
    assert profile["Consents"] == complete_profile["Consents"][1:]


@pytest.mark.parametrize("collection", ["AlternateIds", "Addresses", "Emails", "PhoneNumbers"])
def test_inactive_contact_elements_and_alternate_ids_are_never_returned(collection: str, put: Put, read: Read) -> None:
    put(
        {
            "ProfileId": 1,
            collection: [{"Key": 1, "IsActive": False}, {"Key": 2, "IsActive": True}, {"Key": 3, "IsActive": None}, {"Key": 4}],
        }
    )
    assert [element["Key"] for element in read("1").json()[collection]] == [2, 3, 4]


@pytest.mark.parametrize("collection", ["Consents", "ProfilePreferences", "CustomFields", "Groups", "ProfileTags"])
def test_any_other_object_that_says_it_is_inactive_is_dropped(collection: str, put: Put, read: Read) -> None:
    put({"ProfileId": 1, collection: [{"Key": 1, "IsActive": False}, {"Key": 2}]})
    assert read("1").json()[collection] == [{"Key": 2}]


def test_expired_consents_and_preferences_are_returned(put: Put, read: Read) -> None:
    profile = {
        "ProfileId": 1,
        "Consents": [{"ConsentType": "a", "Expired": True, "ExpirationDate": "2001-01-01"}],
        "ProfilePreferences": [{"PreferenceStatus": "Expired", "ExpirationDate": "2001-01-01"}],
    }
    put(profile)
    assert read("1", includeConsentHistory="false").json() == profile


def test_without_history_each_list_of_consents_is_reduced_on_its_own(put: Put, read: Read) -> None:
    old, new = consent("a", "2024-01-01T00:00:00Z"), consent("a", "2025-01-01T00:00:00Z")
    put(everywhere([new, old]))
    assert read("1", includeConsentHistory="false").json() == everywhere([new])
    assert read("1", includeConsentHistory="true").json() == everywhere([new, old])


def test_the_latest_consent_has_the_greatest_date(put: Put, read: Read) -> None:
    assert latest(
        put, read, consent("a", "2024-05-01T00:00:00Z"), consent("a", "2024-06-01T00:00:00Z"), consent("a", "2024-04-01T00:00:00Z")
    ) == [1]


def test_dates_of_consents_are_compared_as_points_in_time_not_as_text(put: Put, read: Read) -> None:
    assert latest(put, read, consent("a", "2024-05-01T23:00:00-05:00"), consent("a", "2024-05-02T03:00:00Z")) == [0]


def test_a_consent_date_without_a_zone_is_utc(put: Put, read: Read) -> None:
    assert latest(put, read, consent("a", "2024-05-01T12:00:00"), consent("a", "2024-05-01T12:30:00Z")) == [1]
    assert latest(put, read, consent("a", "2024-05-01T12:00:00"), consent("a", "2024-05-01T11:30:00Z")) == [0]


def test_of_consents_on_the_same_date_the_one_modified_last_is_the_latest(put: Put, read: Read) -> None:
    same = "2024-05-01T00:00:00Z"
    assert latest(
        put, read, consent("a", same, "2024-06-02T00:00:00Z"), consent("a", same, "2024-06-01T00:00:00Z"), consent("a", same)
    ) == [0]


def test_a_modified_date_without_a_zone_is_us_eastern(put: Put, read: Read) -> None:
    same = "2024-05-01T00:00:00Z"
    assert latest(put, read, consent("a", same, "2024-06-01T12:00:00"), consent("a", same, "2024-06-01T15:59:59Z")) == [0]
    assert latest(put, read, consent("a", same, "2024-06-01T12:00:00"), consent("a", same, "2024-06-01T16:00:01Z")) == [1]


def test_of_consents_that_tie_altogether_the_last_one_is_the_latest(put: Put, read: Read) -> None:
    same = consent("a", "2024-05-01T00:00:00Z", "2024-05-01T00:00:00Z")
    assert latest(put, read, same, same, same) == [2]


@pytest.mark.parametrize("nothing", [None, "", "soon", "2024-02-30T00:00:00Z", 20240501])
def test_a_consent_without_a_date_ranks_lowest(nothing: Any, put: Put, read: Read) -> None:  # noqa: ANN401 - any JSON
    assert latest(put, read, consent("a", "0001-01-01T00:00:00"), consent("a", nothing, "2025-01-01T00:00:00Z")) == [0]


def test_consent_types_are_compared_ignoring_case(put: Put, read: Read) -> None:
    assert latest(put, read, consent("News", "2024-05-01"), consent("NEWS", "2024-05-02"), consent("Other", "2023-01-01")) == [1, 2]


def test_consents_without_a_type_are_a_type_of_their_own(put: Put, read: Read) -> None:
    assert latest(put, read, consent(None, "2024-05-01"), consent(None, "2024-05-02"), consent("", "2024-05-01")) == [1, 2]


def test_inactive_consents_do_not_count_as_the_latest(put: Put, read: Read) -> None:
    assert latest(put, read, consent("a", "2024-05-01"), consent("a", "2024-05-02", IsActive=False)) == [0]


def test_the_latest_consents_keep_their_order(put: Put, read: Read) -> None:
    kept = latest(put, read, consent("b", "2024-05-01"), consent("a", "2024-01-01"), consent("c", "2024-03-01"), consent("a", "2024-02-01"))
    assert kept == [0, 2, 3]
