from collections.abc import Callable
from typing import TypeAlias

import httpx
import pytest

from app.emulator.running import RunningEmulator

Put: TypeAlias = Callable[..., None]
Read: TypeAlias = Callable[..., httpx.Response]

CREDENTIALS = {"Authorization": "Bearer any"}


def with_number(count: int) -> list[dict[str, object]]:
    return [{"ProfileId": key, "PhoneNumbers": [{"PhoneNumber": "5550100", "PhoneType": str(key % 2)}]} for key in range(count)]


def test_fifty_matches_are_returned_and_one_more_is_403_not_a_cut_list(put: Put, read: Read) -> None:
    put(*with_number(50))
    assert len(read("Phone", phoneNumber="5550100").json()) == 50
    put(*with_number(51))
    refused = read("Phone", phoneNumber="5550100")
    assert (refused.status_code, refused.json()) == (403, {"Message": "More than 50 profiles match."})


def test_more_than_fifty_emails_are_403(put: Put, read: Read) -> None:
    put(*({"ProfileId": key, "Emails": [{"EmailAddress": "a@example.com"}]} for key in range(51)))
    assert read("Email", emailAddress="a@example.com").status_code == 403


def test_the_matches_are_counted_after_they_are_narrowed(put: Put, read: Read) -> None:
    put(*with_number(100))
    assert len(read("Phone", phoneNumber="5550100", phoneType="1").json()) == 50
    put(*({**profile, "IsActive": profile["ProfileId"] != 0} for profile in with_number(51)))
    assert len(read("Phone", phoneNumber="5550100").json()) == 50
    assert read("Phone", phoneNumber="5550100", includeInactive="true").status_code == 403


@pytest.mark.parametrize(
    "segment", ["Phone?phoneNumber=5550100", "Email?emailAddress=a@example.com", "AlternateId?alternateId=1&alternateIdType=a", "1"]
)
def test_an_unknown_account_is_404(segment: str, emulator: RunningEmulator, client: httpx.Client) -> None:
    refused = client.get(f"{emulator.base_url}/nobody/Profile/{segment}", headers=CREDENTIALS)
    assert (refused.status_code, refused.json()) == (404, {"Message": "The account is unknown."})


@pytest.mark.parametrize("segment", ["AlternateId?alternateId=1&alternateIdType=a", "1", "0"])
def test_an_unknown_single_profile_is_404(segment: str, emulator: RunningEmulator, client: httpx.Client) -> None:
    refused = client.get(f"{emulator.base_url}/1001/Profile/{segment}", headers=CREDENTIALS)
    assert (refused.status_code, refused.json()) == (404, {"Message": "There is no such profile."})


def test_a_path_that_the_upstream_does_not_have_is_404(emulator: RunningEmulator, client: httpx.Client) -> None:
    assert client.get(f"{emulator.base_url}/1001/Profiles", headers=CREDENTIALS).status_code == 404


@pytest.mark.parametrize(
    "malformed",
    [
        "Phone",
        "Phone?phoneNumber=",
        "Phone?phoneNumber=%2B",
        "Phone?phoneNumber=555-CALL",
        "Phone?phoneNumber=5550100%0A",
        "Phone?phoneNumber=%D9%A0100",
        "Phone?phoneNumber=5550100&phoneNumber=5550101",
        "Phone?phoneNumber=5550100&includeInactive=yes",
        "Phone?phoneNumber=5550100&implied=1",
        "Phone?phoneNumber=5550100&includeConsentHistory=",
        "Email",
        "Email?emailAddress=",
        "Email?emailAddress=a@example.com&includeInactive=0",
        "AlternateId?alternateId=1",
        "AlternateId?alternateIdType=a",
        "1?implied=no",
        "1?includeConsentHistory=never",
        "01",
        "-1",
        "+1",
        "1.0",
        "%201",
        "x",
        "9223372036854775808",
        "%D9%A1",
    ],
)
def test_what_is_malformed_is_400(malformed: str, emulator: RunningEmulator, client: httpx.Client) -> None:
    refused = client.get(f"{emulator.base_url}/1001/Profile/{malformed}", headers=CREDENTIALS)
    assert refused.status_code == 400
    assert refused.json()["Message"].startswith("The parameter ")


def test_a_refusal_does_not_repeat_what_was_sent(read: Read) -> None:
    assert "555-CALL" not in read("Phone", phoneNumber="555-CALL").text


def test_flags_are_read_in_any_case(put: Put, read: Read) -> None:
    put({"ProfileId": 1, "ProfilePreferences": [{"MatchType": "Implied"}]})
    assert read("1", implied="False").json()["ProfilePreferences"] == []
    assert len(read("1", implied="TRUE").json()["ProfilePreferences"]) == 1


@pytest.mark.parametrize("segment", ["Phone?phoneNumber=5550100", "Email", "AlternateId", "1"])
def test_without_credentials_every_read_is_401_and_names_the_realm(segment: str, emulator: RunningEmulator, client: httpx.Client) -> None:
    for account in ("1001", "nobody"):
        refused = client.get(f"{emulator.base_url}/{account}/Profile/{segment}")
        assert refused.status_code == 401
        assert 'realm="profiles"' in refused.headers["WWW-Authenticate"]


def test_a_write_is_not_offered(emulator: RunningEmulator, client: httpx.Client) -> None:
    assert client.post(f"{emulator.base_url}/1001/Profile/1", headers=CREDENTIALS).status_code == 405
