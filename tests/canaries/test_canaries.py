"""Values of people turn up nowhere: not on the outputs of the process, in spans, metrics and the access record, nor in what errors say."""

import json
import re
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.faults import AnyFault, Malformed, Reply, Truncated
from app.emulator.running import RunningEmulator, running_emulator
from tests.canaries.process import Written, gateway
from tests.canaries.sent import CANARIES, DIGITS, EMAIL, EXPLAINED, HEADERS, PERSON, RAW, TOKEN, WORD, good, requests
from tests.source.stored import store

ACCOUNT = "acme"
BODIES = [json.dumps({"Message": f"{WORD} {DIGITS} {EMAIL}"}), f"<html>{WORD}</html>", f"more than 50 {WORD}", ""]
ANSWERS = [
    json.dumps([{"ProfileId": WORD}]),
    json.dumps([{**PERSON, "PhoneNumbers": WORD}]),
    json.dumps([{**PERSON, "Consents": [{"ConsentType": {WORD: WORD}, "ConsentDate": WORD}]}]),
    json.dumps({"Message": WORD}),
    json.dumps([{**PERSON, "ProfileId": 143}] * 51),
    f"{WORD}",
    json.dumps([PERSON])[:-5],
]
SPOILED_HEADERS = {
    "WWW-Authenticate": f'Bearer realm="{WORD}"',
    "Location": f"https://{WORD}.example/",
    "Retry-After": WORD,
    "Set-Cookie": WORD,
}


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text.lower()]


def said(answer: httpx.Response) -> str:
    """What an answer says, apart from the data that was asked for."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    try:
        body = answer.json()
    except ValueError:
        return f"{headers}\n{answer.text}"
    parts = [{name: part for name, part in one.items() if name != "data"} for one in (body if isinstance(body, list) else [body])]
    return f"{headers}\n{json.dumps(parts)}"


def send_everything(client: httpx.Client, written: Written) -> None:
    for request in requests(written.url):
        answer = client.send(request)
        assert leaks(said(answer)) == [], (request.method, request.content[:300], said(answer))
    explained = client.post(written.url, json=next(good()), headers=EXPLAINED).json()["extensions"]["explain"]
    assert explained["way"] == "compiled", "it was there to be looked at"
    for text in RAW:
        assert leaks(raw(written.url, text)) == []


def raw(url: str, text: str) -> str:
    place = urlsplit(url)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=5) as connection:
        try:
            connection.sendall(text.encode())
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(65_536).decode(errors="replace")
        except OSError:
            return ""


def nothing_leaked(written: Written) -> None:
    for name, text in written.everything().items():
        assert leaks(text) == [], (name, [line for line in text.splitlines() if leaks(line)][:3])


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return store([PERSON], ACCOUNT, f"sqlite:///{tmp_path / 'profiles.sqlite3'}")


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({ACCOUNT: [PERSON]})) as emulator:
        yield emulator


def found(answer: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    assert "errors" not in answer.json(), answer.text
    return answer.json()["data"]


def test_a_store_and_every_kind_of_request_leave_no_value_behind(client: httpx.Client, store_url: str, tmp_path: Path) -> None:
    with gateway(
        tmp_path, store_url=store_url, account_id=ACCOUNT, hash_key=f"{WORD}-that-is-long-enough-for-a-key", batch_limit="10"
    ) as written:
        assert leaks(json.dumps(found(client.post(written.url, json=next(good()))))), "the values are there to be found"
        send_everything(client, written)
    assert "nobody is asked who they are" in written.everything()["stderr"]
    assert len(written.everything()["access.jsonl"].splitlines()) > 20
    assert written.spans() >= {"query", "POST /graphql", "store: PhoneLookup", "store: EmailLookup", "store: PHONES_BY_PROFILE"}
    assert "profiles_compiler_hits_total" in written.everything()["metrics"]
    nothing_leaked(written)


def test_a_store_that_breaks_leaves_no_value_behind(client: httpx.Client, store_url: str, tmp_path: Path) -> None:
    with gateway(tmp_path, store_url=store_url, account_id=ACCOUNT) as written:
        for broken in ("consents", "phones", "profiles", "accounts"):
            with closing(sqlite3.connect(tmp_path / "profiles.sqlite3")) as connection:
                connection.execute("PRAGMA foreign_keys = OFF")
                connection.execute(f"DROP TABLE IF EXISTS {broken}")
                connection.commit()
            answers = [client.post(written.url, json=operation) for operation in good()]
            assert [leaks(said(answer)) for answer in answers] == [[]] * len(answers)
        assert any("STORE_UNAVAILABLE" in answer.text for answer in answers)
    assert re.search(r"\w", written.everything()["stderr"]), "failures are logged"
    nothing_leaked(written)


def rest(emulator: RunningEmulator) -> dict[str, str]:
    return {
        "source": "rest",
        "upstream_url": emulator.base_url,
        "account_id": ACCOUNT,
        "upstream_attempts": "1",
        "upstream_breaker_failures": "20",
    }


def faults() -> Iterator[AnyFault]:
    for status, body in product((301, 400, 401, 403, 404, 409, 418, 429, 500, 503), BODIES):
        yield Reply(status=status, body=body, headers=SPOILED_HEADERS)
    for body in ANSWERS:
        yield Reply(status=200, body=body, headers=SPOILED_HEADERS)
    yield Reply(status=200, body=WORD, headers={"Content-Encoding": "gzip"})
    yield Reply(status=200, body=WORD, headers={"Content-Encoding": WORD})
    yield Malformed()
    yield Truncated()


def test_an_upstream_and_every_kind_of_request_leave_no_value_behind(
    client: httpx.Client, emulator: RunningEmulator, tmp_path: Path
) -> None:
    emulator.reset()
    with gateway(tmp_path, **rest(emulator)) as written:
        assert leaks(json.dumps(found(client.post(written.url, json=next(good()), headers={"authorization": TOKEN}))))
        send_everything(client, written)
    nothing_leaked(written)


def test_an_upstream_and_every_kind_of_fault_leave_no_value_behind(client: httpx.Client, emulator: RunningEmulator, tmp_path: Path) -> None:
    codes = set[str]()
    with gateway(tmp_path, **rest(emulator), upstream_breaker_pause="0.01", upstream_unknown_account_seconds="0") as written:
        for fault in faults():
            emulator.faults.set([fault])
            for operation in list(good())[2:4]:
                answer = client.post(written.url, json=operation, headers={"authorization": TOKEN})
                assert leaks(said(answer)) == [], (fault, said(answer))
                codes |= {error["extensions"]["code"] for error in answer.json().get("errors", [])}
        emulator.faults.clear()
    assert written.spans() >= {"query", "GET /{accountId}/Profile/Phone", "GET /{accountId}/Profile/Email"}
    assert 'profiles_upstream_calls_total{outcome="503"}' in written.everything()["metrics"]
    assert codes >= {"UPSTREAM_UNAVAILABLE", "UPSTREAM_INVALID_RESPONSE", "FORBIDDEN", "UNAUTHENTICATED", "RATE_LIMITED"}
    nothing_leaked(written)


def test_an_upstream_that_is_gone_leaves_no_value_behind(client: httpx.Client, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/{WORD}"
        with gateway(tmp_path, source="rest", upstream_url=url, account_id=ACCOUNT, upstream_attempts="1") as written:
            answers = [client.post(written.url, json=operation, headers={"authorization": TOKEN}) for operation in good()]
            answers.append(client.get(written.url.replace("/graphql", "/readyz")))
    assert [leaks(said(answer)) for answer in answers] == [[]] * len(answers)
    nothing_leaked(written)


@pytest.mark.parametrize(
    "settings",
    [
        {"auth": "jwt", "jwt_issuer": "https://x/", "jwt_audience": "x", "jwt_keys": "keys.json"},
        {"auth": "api-keys", "keys_file": "keys.json"},
    ],
)
def test_credentials_that_are_refused_leave_nothing_behind(
    client: httpx.Client, store_url: str, tmp_path: Path, settings: dict[str, str]
) -> None:
    (tmp_path / "keys.json").write_text('{"keys": []}')
    (tmp_path / "keys.json").chmod(0o600)
    with gateway(tmp_path, store_url=store_url, account_id=ACCOUNT, **settings) as written:
        for headers in [
            *HEADERS,
            {},
            {"authorization": f"Bearer pgw_{WORD}_{WORD}"},
            {"authorization": "Bearer eyJhbGciOiJSUzI1NiJ9.Y2FuYXJ5.Y2FuYXJ5"},
        ]:
            answer = client.post(written.url, json=next(good()), headers=headers)
            assert answer.status_code in {401, 403, 406, 503}
            assert leaks(said(answer)) == []
    assert (tmp_path / "access.jsonl").read_bytes() == b"", "nobody saw anything"
    nothing_leaked(written)
