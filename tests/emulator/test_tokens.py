from collections.abc import Iterator

import httpx
import pytest

from app.emulator.access import Access
from app.emulator.accounts import EmulatorData
from app.emulator.faults import Reply
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.tokens import Tokens

FORM = {"grant_type": "client_credentials", "scope": "1001/ann"}
CLIENT = {"client_id": "app", "client_secret": "s:cret"}


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def tokens(clock: Clock) -> Tokens:
    users = {"1001/ann": Access(), "1001/bob": Access(sees=frozenset()), "2002/ann": Access()}
    return Tokens({"app": "s:cret"}, users, lifetime=60, now=clock)


@pytest.fixture(scope="module")
def issuing(tokens: Tokens) -> Iterator[RunningEmulator]:
    profile = {"ProfileId": 1, "Groups": []}
    with running_emulator(EmulatorData({"1001": [profile], "2002": [profile]}), tokens=tokens) as running:
        yield running


def token(issuing: RunningEmulator, client: httpx.Client, scope: str = "1001/ann") -> str:
    answer = client.post(f"{issuing.url}/oauth/token", data={**FORM, **CLIENT, "scope": scope}).raise_for_status()
    return f"Bearer {answer.json()['access_token']}"


def read(issuing: RunningEmulator, client: httpx.Client, authorization: str, account: str = "1001") -> httpx.Response:
    return client.get(f"{issuing.base_url}/{account}/Profile/1", headers={"Authorization": authorization})


def test_a_client_gets_a_token_with_its_credentials_in_the_body(issuing: RunningEmulator, client: httpx.Client) -> None:
    answer = client.post(f"{issuing.url}/oauth/token", data={**FORM, **CLIENT})
    body = answer.json()
    assert (body["token_type"], body["expires_in"], answer.headers["Cache-Control"]) == ("Bearer", 60, "no-store")
    assert read(issuing, client, f"Bearer {body['access_token']}").status_code == 200


def test_a_client_gets_a_token_with_basic_credentials(issuing: RunningEmulator, client: httpx.Client) -> None:
    answer = client.post(f"{issuing.url}/oauth/token", data=FORM, auth=("app", "s%3Acret"))
    assert answer.status_code == 200


@pytest.mark.parametrize("authorization", ["Basic YXBwOndyb25n", "Basic !", "Basic /w==", "Basic"])
def test_wrong_basic_credentials_are_401(authorization: str, issuing: RunningEmulator, client: httpx.Client) -> None:
    refused = client.post(f"{issuing.url}/oauth/token", data={**FORM, **CLIENT}, headers={"Authorization": authorization})
    assert (refused.status_code, refused.json()) == (401, {"error": "invalid_client"})
    assert refused.headers["WWW-Authenticate"].startswith("Basic realm=")


@pytest.mark.parametrize(
    "client_part", [{}, {"client_id": "app"}, {"client_id": "app", "client_secret": "x"}, {"client_id": "x", "client_secret": "s:cret"}]
)
def test_an_unknown_client_is_401(client_part: dict[str, str], issuing: RunningEmulator, client: httpx.Client) -> None:
    assert client.post(f"{issuing.url}/oauth/token", data={**FORM, **client_part}).status_code == 401


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"scope": "1001/ann"}, "invalid_request"),
        ({**FORM, "grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "invalid_scope"),
        ({**FORM, "scope": "1001"}, "invalid_scope"),
        ({**FORM, "scope": "1001/eve"}, "invalid_scope"),
    ],
)
def test_a_wrong_token_request_is_400(form: dict[str, str], error: str, issuing: RunningEmulator, client: httpx.Client) -> None:
    refused = client.post(f"{issuing.url}/oauth/token", data={**form, **CLIENT})
    assert (refused.status_code, refused.json()) == (400, {"error": error})


def test_a_token_is_too_old_after_its_lifetime(issuing: RunningEmulator, client: httpx.Client, clock: Clock) -> None:
    bearer = token(issuing, client)
    clock.now += 59.9
    assert read(issuing, client, bearer).status_code == 200
    clock.now += 0.1
    assert read(issuing, client, bearer).status_code == 401


def test_a_token_shows_what_its_user_may_see(issuing: RunningEmulator, client: httpx.Client) -> None:
    assert "Groups" in read(issuing, client, token(issuing, client)).json()
    assert "Groups" not in read(issuing, client, token(issuing, client, "1001/bob")).json()


def test_a_token_opens_its_own_account_only(issuing: RunningEmulator, client: httpx.Client) -> None:
    bearer = token(issuing, client, "2002/ann")
    assert read(issuing, client, bearer, "2002").status_code == 200
    assert read(issuing, client, bearer, "1001").status_code == 403


def test_tokens_can_be_revoked(issuing: RunningEmulator, client: httpx.Client, tokens: Tokens) -> None:
    bearer = token(issuing, client)
    tokens.revoke_all()
    assert read(issuing, client, bearer).status_code == 401


def test_what_was_not_given_out_is_401(issuing: RunningEmulator, client: httpx.Client) -> None:
    for authorization in ("Bearer made-up", "Basic abc", "Bearer"):
        assert read(issuing, client, authorization).status_code == 401


def test_the_token_endpoint_can_fail(issuing: RunningEmulator, client: httpx.Client) -> None:
    issuing.faults.add(Reply(status=503, path="/oauth/token", times=1))
    assert client.post(f"{issuing.url}/oauth/token", data={**FORM, **CLIENT}).status_code == 503
    assert token(issuing, client)


def test_any_client_gets_a_token_where_any_credential_is_accepted(emulator: RunningEmulator, client: httpx.Client) -> None:
    answer = client.post(f"{emulator.url}/oauth/token", data={**FORM, "client_id": "any", "client_secret": "any"})
    assert answer.status_code == 200
