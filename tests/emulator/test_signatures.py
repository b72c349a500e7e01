import base64
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from app.emulator.access import Access, KnownAuthorizations, Verifier
from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.signatures import Signatures, SigningUser

NOW = datetime(2024, 5, 1, 12, 0, 0, tzinfo=UTC)
SECRET = "shared"


@pytest.fixture(scope="module")
def signed() -> Iterator[RunningEmulator]:
    users = {"ann": SigningUser(SECRET), "bob": SigningUser(SECRET, Access(may_read=False))}
    verifiers: list[Verifier] = [KnownAuthorizations({"Bearer known": Access()}), Signatures(users, now=NOW.timestamp)]
    with running_emulator(EmulatorData({"1001": [{"ProfileId": 1}], "2002": [{"ProfileId": 1}]}), verifiers) as running:
        yield running


def header(
    timestamp: str = "2024-05-01T12:00:00Z", user: str = "ann", account: str = "1001", secret: str = SECRET, algorithm: str = "SHA256"
) -> str:
    digest = hmac.digest(secret.encode(), f"{account}:{user}:{timestamp}".encode(), algorithm)
    return f"PNAUTHINFO3-HMAC-{algorithm} Credential={user}/{timestamp} Signature={base64.b64encode(digest).decode()}"


def status(signed: RunningEmulator, client: httpx.Client, authorization: str, account: str = "1001") -> int:
    return client.get(f"{signed.base_url}/{account}/Profile/1", headers={"Authorization": authorization}).status_code


@pytest.mark.parametrize("algorithm", ["SHA256", "SHA384", "SHA512"])
def test_a_right_signature_is_accepted(algorithm: str, signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, header(algorithm=algorithm)) == 200


@pytest.mark.parametrize(
    "timestamp",
    ["2024-05-01T11:45:00Z", "2024-05-01T12:00:00.000Z", "20240501T115959Z", "2024-05-01T14:00:00+02:00", "2024-05-01T12:00:00"],
)
def test_a_signature_is_valid_for_fifteen_minutes(timestamp: str, signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, header(timestamp)) == 200


@pytest.mark.parametrize("timestamp", ["2024-05-01T11:44:59Z", "2024-05-01T12:00:01Z", "yesterday"])
def test_a_signature_too_old_from_the_future_or_without_a_time_is_401(
    timestamp: str, signed: RunningEmulator, client: httpx.Client
) -> None:
    assert status(signed, client, header(timestamp)) == 401


@pytest.mark.parametrize(
    "wrong",
    [
        header(secret="other"),
        header(user="eve"),
        header(account="2002"),
        header().replace("SHA256", "SHA512"),
        header().replace("SHA256", "MD5"),
        header() + "x",
        header().replace(" Signature", ", Signature"),
        "PNAUTHINFO3-HMAC-SHA256",
    ],
)
def test_a_wrong_signature_is_401(wrong: str, signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, wrong) == 401


def test_a_signature_is_for_one_account(signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, header(account="2002"), "2002") == 200
    assert status(signed, client, header(account="1001"), "2002") == 401


def test_a_signature_opens_what_its_user_may_see(signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, header(user="bob")) == 403


def test_several_schemes_stand_side_by_side(signed: RunningEmulator, client: httpx.Client) -> None:
    assert status(signed, client, "Bearer known") == 200
    refused = client.get(f"{signed.base_url}/1001/Profile/1")
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="profiles", PNAUTHINFO3 realm="profiles"'


def test_a_secret_is_not_shown() -> None:
    assert SECRET not in repr(SigningUser(SECRET))
