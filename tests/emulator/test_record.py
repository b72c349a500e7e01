from collections.abc import Callable
from typing import TypeAlias

import httpx

from app.emulator.accounts import EmulatorData
from app.emulator.record import Record, Recorded
from app.emulator.running import RunningEmulator
from app.emulator.views import View

Read: TypeAlias = Callable[..., httpx.Response]


def entry(path: str) -> Recorded:
    return Recorded(method="GET", path=path, query=(), headers=(), scheme=None, authorization=None)


def test_a_request_is_recorded_with_its_parameters_in_order(emulator: RunningEmulator, client: httpx.Client) -> None:
    query = "phoneType=Work&phoneNumber=%2B1%20555&implied=true&phoneType=&implied=false"
    client.get(f"{emulator.base_url}/a%20b/Profile/Phone?{query}", headers={"X-Request-Id": "r-1", "Authorization": "Bearer secret"})
    (recorded,) = emulator.record.entries
    assert (recorded.method, recorded.path) == ("GET", "/Profiles/v4/a b/Profile/Phone")
    assert recorded.query == (
        ("phoneType", "Work"),
        ("phoneNumber", "+1 555"),
        ("implied", "true"),
        ("phoneType", ""),
        ("implied", "false"),
    )
    assert {"host", "x-request-id", "authorization"} <= set(recorded.headers)


def test_a_credential_is_recorded_as_its_scheme_and_a_short_hash(emulator: RunningEmulator, client: httpx.Client) -> None:
    for authorization in ("Bearer secret", "Bearer secret", "Bearer other", "PNAUTHINFO3-HMAC-SHA256 Credential=u/t Signature=s"):
        client.get(f"{emulator.base_url}/1001/Profile/1", headers={"Authorization": authorization})
    first, again, other, signed = emulator.record.entries
    assert first.authorization == again.authorization != other.authorization
    assert len(first.authorization or "") == 12
    assert [entry.scheme for entry in (first, signed)] == ["Bearer", "PNAUTHINFO3-HMAC-SHA256"]
    assert "secret" not in client.get(f"{emulator.url}/requests").text


def test_a_request_without_credentials_is_recorded_without_scheme_and_hash(emulator: RunningEmulator, client: httpx.Client) -> None:
    client.get(f"{emulator.base_url}/1001/Profile/1")
    assert [(entry.scheme, entry.authorization) for entry in emulator.record.entries] == [(None, None)]


def test_a_request_to_a_wrong_path_is_recorded(emulator: RunningEmulator, client: httpx.Client) -> None:
    client.get(f"{emulator.url}/elsewhere")
    assert [entry.path for entry in emulator.record.entries] == ["/elsewhere"]


def test_the_record_is_read_and_cleared_over_http(emulator: RunningEmulator, client: httpx.Client, read: Read) -> None:
    read("Phone", phoneNumber="5550100")
    shown = client.get(f"{emulator.url}/requests").json()
    assert shown["total"] == 1
    assert shown["requests"][0]["query"] == [["phoneNumber", "5550100"]]
    assert client.delete(f"{emulator.url}/requests").status_code == 204
    assert client.get(f"{emulator.url}/requests").json() == {"total": 0, "requests": []}


def test_the_record_keeps_the_latest_requests_and_counts_all() -> None:
    record = Record(at_most=2)
    for path in "abc":
        record.add(entry(path))
    assert [kept.path for kept in record.entries] == ["b", "c"]
    assert record.total == 3


def test_an_account_can_be_exchanged_while_the_emulator_runs(emulator: RunningEmulator, read: Read) -> None:
    emulator.data.put("1001", [{"ProfileId": 1, "CustomerType": "before"}])
    assert read("1").json()["CustomerType"] == "before"
    emulator.data.put("1001", [{"ProfileId": 1, "CustomerType": "after"}])
    assert read("1").json()["CustomerType"] == "after"
    emulator.data.drop("1001")
    assert read("1").json() == {"Message": "The account is unknown."}


def test_what_is_remembered_of_answers_is_bounded() -> None:
    account = EmulatorData({"1001": [{"ProfileId": 1}]}).account("1001")
    assert account is not None
    for number in range(20_001):
        account.rendered(1, View(hidden=frozenset({str(number)})))
    assert len(account._renderings) <= 20_000


def test_of_several_profiles_with_one_id_the_last_one_counts() -> None:
    account = EmulatorData({"1001": [{"ProfileId": 1, "PhoneNumbers": [{"PhoneNumber": "5550100"}]}, {"ProfileId": 1}]}).account("1001")
    assert account is not None
    assert account.by_phone("5550100", None, include_inactive=True) == []
