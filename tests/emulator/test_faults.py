import json
import time
from collections.abc import Callable
from typing import TypeAlias

import httpx
import pytest

from app.emulator.faults import Delay, Drip, Endless, Malformed, Reply, Truncated
from app.emulator.running import RunningEmulator

Put: TypeAlias = Callable[..., None]
Read: TypeAlias = Callable[..., httpx.Response]

PROFILE = {"ProfileId": 1, "PhoneNumbers": [{"PhoneNumber": "5550100"}]}


@pytest.fixture(autouse=True)
def _one_profile(put: Put) -> None:
    put(PROFILE)


def test_another_answer_comes_as_told_for_so_many_requests(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=503, headers={"Retry-After": "2"}, body="Later.", media_type="text/plain", times=2))
    for _ in range(2):
        answer = read("1")
        assert (answer.status_code, answer.headers["Retry-After"], answer.text) == (503, "2", "Later.")
        assert answer.headers["Content-Type"].startswith("text/plain")
    assert read("1").json() == PROFILE


def test_a_fault_without_a_number_stays_until_it_is_cleared(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=500))
    assert [read("1").status_code for _ in range(3)] == [500, 500, 500]
    emulator.faults.clear()
    assert read("1").status_code == 200


def test_faults_strike_in_the_order_they_were_added(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=503, times=1), Reply(status=429, times=1))
    assert [read("1").status_code for _ in range(3)] == [503, 429, 200]


@pytest.mark.parametrize("pattern", ["*/Profile/1", "/Profiles/v4/1001/Profile/1", "/Profiles/v4/1001/*1"])
def test_a_fault_can_be_for_some_path_only(pattern: str, emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=500, path=pattern))
    assert read("1").status_code == 500
    assert read("2").status_code == 404
    assert read("Phone", phoneNumber="5550100").status_code == 200


def test_a_fault_can_be_for_some_account_only(emulator: RunningEmulator, read: Read, client: httpx.Client) -> None:
    emulator.data.put("2002", [PROFILE])
    emulator.faults.add(Reply(status=500, path="/Profiles/v4/2002/*"))
    assert read("1").status_code == 200
    assert client.get(f"{emulator.base_url}/2002/Profile/1", headers={"Authorization": "x"}).status_code == 500


def test_a_fault_can_be_for_some_parameters_only(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=500, query={"phoneNumber": "5550100"}))
    assert read("Phone", phoneNumber="5550100").status_code == 500
    assert read("Phone", phoneNumber="5550101").status_code == 200


def test_a_fault_that_does_not_suit_is_not_used_up(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=500, path="*/2", times=1))
    assert [read("1").status_code, read("2").status_code, read("2").status_code] == [200, 500, 404]


def test_a_fault_strikes_before_the_request_is_judged(emulator: RunningEmulator, client: httpx.Client) -> None:
    emulator.faults.add(Reply(status=500))
    assert client.get(f"{emulator.base_url}/1001/Profile/1").status_code == 500


def test_a_delay_holds_the_right_answer_back(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Delay(seconds=0.2, times=1))
    started = time.monotonic()
    assert read("1").json() == PROFILE
    assert time.monotonic() - started >= 0.2
    started = time.monotonic()
    read("1")
    assert time.monotonic() - started < 0.2


def test_a_random_delay_stays_within_its_bounds(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Delay(seconds=0.02, up_to=0.12))
    times = []
    for _ in range(8):
        started = time.monotonic()
        read("1")
        times.append(time.monotonic() - started)
    assert min(times) >= 0.02
    assert max(times) - min(times) > 0.01


def test_delays_add_up_with_what_strikes_after_them(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Delay(seconds=0.1), Delay(seconds=0.1), Reply(status=503))
    started = time.monotonic()
    assert read("1").status_code == 503
    assert time.monotonic() - started >= 0.2


def test_malformed_json_comes_in_a_well_formed_answer(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Malformed())
    answer = read("Phone", phoneNumber="5550100")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        answer.json()


@pytest.mark.parametrize(
    ("body", "media_type"), [("<html></html>", "text/html"), ("", "application/json"), ('{"Profiles": "many"}', "application/json")]
)
def test_html_no_body_and_another_shape_come_with_200(body: str, media_type: str, emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=200, body=body, media_type=media_type))
    answer = read("1")
    assert (answer.status_code, answer.text) == (200, body)
    assert answer.headers["Content-Type"].startswith(media_type)


def test_a_reply_with_a_status_that_has_no_body_leaves_the_connection_usable(emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Reply(status=204, times=1))
    assert [read("1").status_code, read("1").status_code] == [204, 200]


@pytest.mark.parametrize("after", [None, 0, 1])
def test_a_truncated_answer_announces_more_than_it_sends(after: int | None, emulator: RunningEmulator, read: Read) -> None:
    emulator.faults.add(Truncated(after=after, times=1))
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        read("1")
    assert read("1").json() == PROFILE


def test_a_drip_sends_the_right_answer_byte_by_byte(emulator: RunningEmulator, client: httpx.Client) -> None:
    emulator.faults.add(Drip(pause=0.002))
    with client.stream("GET", f"{emulator.base_url}/1001/Profile/1", headers={"Authorization": "x"}) as answer:
        pieces = list(answer.iter_raw())
    assert json.loads(b"".join(pieces)) == PROFILE
    assert len(pieces) > 10


def test_an_endless_body_lasts_until_the_client_leaves(emulator: RunningEmulator, client: httpx.Client, read: Read) -> None:
    emulator.faults.add(Endless(times=1))
    with client.stream("GET", f"{emulator.base_url}/1001/Profile/1", headers={"Authorization": "x"}) as answer:
        received = 0
        for piece in answer.iter_raw():
            received += len(piece)
            if received > 5_000_000:
                break
    assert received > 5_000_000
    assert read("1").json() == PROFILE


def test_faults_are_set_shown_and_cleared_over_http(emulator: RunningEmulator, client: httpx.Client, read: Read) -> None:
    path = f"{emulator.url}/faults"
    wanted = [{"kind": "delay", "seconds": 0}, {"kind": "reply", "status": 429, "headers": {"Retry-After": "1"}, "times": 2}]
    assert client.put(path, json=wanted).status_code == 204
    assert read("1").status_code == 429
    shown = client.get(path).json()
    assert [(fault["kind"], fault["times"]) for fault in shown] == [("delay", None), ("reply", 1)]
    assert client.put(path, json=shown).status_code == 204
    assert client.delete(path).status_code == 204
    assert client.get(path).json() == []
    assert read("1").status_code == 200


def test_setting_faults_replaces_those_that_were_there(emulator: RunningEmulator, client: httpx.Client, read: Read) -> None:
    emulator.faults.add(Reply(status=500))
    client.put(f"{emulator.url}/faults", json=[{"kind": "reply", "status": 418}])
    assert read("1").status_code == 418


@pytest.mark.parametrize(
    "wrong",
    [
        "[",
        '{"kind": "malformed"}',
        '[{"kind": "earthquake"}]',
        '[{"kind": "reply"}]',
        '[{"kind": "reply", "status": 99}]',
        '[{"kind": "drip", "seconds": 1}]',
        '[{"kind": "delay", "seconds": -1}]',
        '[{"kind": "endless", "times": 0}]',
    ],
)
def test_a_wrong_fault_is_refused_and_changes_nothing(wrong: str, emulator: RunningEmulator, client: httpx.Client) -> None:
    emulator.faults.add(Malformed())
    assert client.put(f"{emulator.url}/faults", content=wrong).status_code == 400
    assert emulator.faults.pending == [Malformed()]


def test_the_administration_is_never_struck(emulator: RunningEmulator, client: httpx.Client) -> None:
    emulator.faults.add(Reply(status=500, path="*"))
    assert client.get(f"{emulator.url}/requests").status_code == 200
