"""Who is not known is refused before anything is read or executed."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from app.auth.command import keys
from tests.auth.issuer import AUDIENCE, ISSUER, RSA, key_set, public, token
from tests.fake import FakeSource
from tests.web.conftest import Connect

QUERY = {"query": '{ profilesByPhone(phoneNumber: "1555") { profileId } }'}
FOUND = {"data": {"profilesByPhone": [{"profileId": "1"}]}}


def made_key(path: Path) -> str:
    options = ["--name", "crm", "--scope", "profiles:read", "--account", "acme"]
    return CliRunner().invoke(keys, ["make", "--file", str(path), *options]).output.strip()


def published(path: Path) -> Path:
    path.write_bytes(key_set(public(RSA, "rsa")))
    return path


@pytest.fixture(params=["pass-through", "jwt", "api-keys"])
def scheme(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """Settings of a scheme, and a credential that it accepts."""
    match request.param:
        case "jwt":
            place = published(tmp_path / "jwks.json")
            return {
                "auth": "jwt",
                "jwt_issuer": ISSUER,
                "jwt_audience": AUDIENCE,
                "jwt_keys": str(place),
                "credential": f"Bearer {token()}",
            }
        case "api-keys":
            key = made_key(tmp_path / "keys.json")
            return {"auth": "api-keys", "keys_file": str(tmp_path / "keys.json"), "credential": f"Bearer {key}"}
        case other:
            return {"auth": other, "credential": "Bearer t"}


def refused(answer: httpx.Response) -> None:
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith('Bearer realm="profile-gateway"')
    assert answer.headers["cache-control"] == "private, no-store"
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert "data" not in answer.json()


async def test_a_caller_with_a_credential_is_answered(connect: Connect, scheme: dict[str, Any]) -> None:
    credential = scheme.pop("credential")
    async with connect(**scheme) as client:
        answer = await client.post("/graphql", json=QUERY, headers={"authorization": credential})
    assert (answer.status_code, answer.json()) == (200, FOUND)


async def test_a_caller_without_one_is_refused_and_nothing_is_executed(
    connect: Connect, source: FakeSource, scheme: dict[str, Any]
) -> None:
    del scheme["credential"]
    async with connect(**scheme) as client:
        refused(await client.post("/graphql", json=QUERY))
        refused(await client.get("/graphql", params=QUERY, headers={"accept": "application/json"}))
        refused(await client.post("/graphql", content=b"not read", headers={"content-type": "text/plain"}))
    assert source.finds == []


@pytest.mark.parametrize("malformed", ["Bearer", "Bearer ", "x", "Bearer a\tb", "é b"])
async def test_a_malformed_credential_is_refused(connect: Connect, source: FakeSource, scheme: dict[str, Any], malformed: str) -> None:
    del scheme["credential"]
    async with connect(**scheme) as client:
        refused(await client.post("/graphql", json=QUERY, headers={b"authorization": malformed.encode("latin-1")}))
    assert source.finds == []


async def test_two_credentials_are_none(connect: Connect, scheme: dict[str, Any]) -> None:
    headers = [("authorization", scheme["credential"]), ("authorization", scheme.pop("credential"))]
    async with connect(**scheme) as client:
        refused(await client.post("/graphql", json=QUERY, headers=headers))


async def test_the_credential_of_the_gateway_is_not_handed_to_the_source(
    connect: Connect, source: FakeSource, scheme: dict[str, Any]
) -> None:
    credential = scheme.pop("credential")
    async with connect(**scheme) as client:
        await client.post("/graphql", json=QUERY, headers={"authorization": credential})
    [(_, caller)] = source.finds
    assert caller.authorization == (credential if scheme["auth"] == "pass-through" else None)


async def test_a_wrong_credential_is_told_from_a_missing_one(connect: Connect, tmp_path: Path) -> None:
    made_key(tmp_path / "keys.json")
    async with connect(auth="api-keys", keys_file=str(tmp_path / "keys.json")) as client:
        wrong = await client.post("/graphql", json=QUERY, headers={"authorization": "Bearer pgw_1_2"})
        missing = await client.post("/graphql", json=QUERY)
    assert wrong.headers["www-authenticate"] == 'Bearer realm="profile-gateway", error="invalid_token"'
    assert missing.headers["www-authenticate"] == 'Bearer realm="profile-gateway"'


async def test_while_credentials_cannot_be_judged_nobody_is_answered(connect: Connect, source: FakeSource, tmp_path: Path) -> None:
    settings = {"auth": "jwt", "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_keys": str(tmp_path / "missing.json")}
    async with connect(**settings) as client:
        answer = await client.post("/graphql", json=QUERY, headers={"authorization": f"Bearer {token()}"})
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"]["code"] == "AUTHENTICATION_UNAVAILABLE"
    assert source.finds == []


async def test_the_explorer_and_health_need_no_credential(connect: Connect) -> None:
    async with connect(auth="pass-through") as client:
        assert (await client.get("/graphql", headers={"accept": "text/html"})).status_code in {200, 404}
        assert (await client.get("/livez")).status_code == 200
