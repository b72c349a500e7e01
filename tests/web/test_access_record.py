"""What was seen stands in the access record: ids and names of fields, and no values."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from app.application import create_app
from app.auth.fingerprint import Fingerprints
from app.settings import Settings
from app.source.translation import profile_from_json
from tests.auth.issuer import AUDIENCE, ISSUER, RSA, key_set, public, token
from tests.fake import FakeSource

NUMBER = "15550100123"
SELECTION = "name { first last } emails { address } phones { type digits }"
QUERY = f'query Who {{ found: profilesByPhone(phoneNumber: "{NUMBER}") {{ {SELECTION} }} }}'
CLIENT = {"apollographql-client-name": "campaigns", "apollographql-client-version": "1.2.3"}
KEY = "a secret of at least thirty-two characters"


def person(number: int) -> dict[str, object]:
    return {
        "ProfileId": number,
        "IsActive": True,
        "CustomerName": {"FirstName": "Canary", "LastName": None},
        "PhoneNumbers": [{"PhoneType": "Home", "PhoneNumber": NUMBER}],
        "Emails": [{"EmailAddress": None}],
    }


@pytest.fixture
def source() -> FakeSource:
    return FakeSource({"acme": [profile_from_json(orjson.dumps(person(number)), "acme") for number in (9, 10)]})


class Recorded:
    """A gateway that keeps an access record."""

    def __init__(self, source: FakeSource, folder: Path, **settings: object) -> None:
        self._path = folder / "access.jsonl"
        self._app = create_app(Settings.model_validate({"account_id": "acme", "access_record": str(self._path), **settings}), source)

    async def asked(self, query: str | list[dict[str, str]], **headers: str) -> list[dict[str, Any]]:
        """Ask, and return what was recorded once the gateway has stopped."""
        async with self._app.lifespan_context(self._app):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://localhost") as client:
                answer = await client.post("/graphql", json=query if isinstance(query, list) else {"query": query}, headers=headers)
            assert answer.status_code == 200, answer.text
        return await asyncio.to_thread(self.lines)

    def lines(self) -> list[dict[str, Any]]:
        return [orjson.loads(line) for line in self._path.read_bytes().splitlines()] if self._path.exists() else []


async def test_a_document_is_named_by_its_hash_unless_a_number_in_it_could_be_found_by_trying(source: FakeSource, tmp_path: Path) -> None:
    without_text = "{ profile(profileId: 9) { profileId } }"
    [line] = await Recorded(source, tmp_path).asked(without_text)
    assert line["document"] == f"sha256:{hashlib.sha256(without_text.encode()).hexdigest()}"
    for key, named in ((None, "None"), (KEY, "keyed:")):
        line = (await Recorded(source, tmp_path, hash_key=key).asked(QUERY))[-1]
        assert str(line["document"]).startswith(named)


async def test_an_operation_that_returned_profiles_is_one_line(source: FakeSource, tmp_path: Path) -> None:
    [line] = await Recorded(source, tmp_path).asked(QUERY, **CLIENT, **{"x-request-id": "r-1"})
    assert line.pop("time").endswith("Z")
    assert line == {
        "requestId": "r-1",
        "principal": "anybody",
        "client": "campaigns",
        "clientVersion": "1.2.3",
        "operation": None,
        "document": None,
        "profiles": {"acme": ["9", "10"]},
        "personal": ["Name.first", "Phone.digits"],
        "masked": False,
    }


async def test_no_value_stands_in_it(source: FakeSource, tmp_path: Path) -> None:
    [line] = await Recorded(source, tmp_path, hash_key=KEY).asked(QUERY, authorization="Bearer canary")
    text = orjson.dumps(line).decode()
    assert [value for value in (NUMBER, "Canary", "canary", KEY) if value in text] == []


async def test_a_number_that_was_asked_for_is_recognised_by_who_has_the_key(source: FakeSource, tmp_path: Path) -> None:
    [line] = await Recorded(source, tmp_path, hash_key=KEY).asked(QUERY)
    assert line["asked"] == [f"phone:{Fingerprints(KEY).of(NUMBER)}"]
    assert Fingerprints("another").of(NUMBER) not in line["asked"][0]


@pytest.mark.parametrize(
    "query",
    [
        "{ __typename }",
        '{ profilesByPhone(phoneNumber: "15550100999") { profileId } }',
        '{ profilesByPhone(phoneNumber: "15550100123", accountId: "other") { profileId } }',
        "{ wrong }",
    ],
)
async def test_an_operation_that_returned_nobody_is_no_line(source: FakeSource, tmp_path: Path, query: str) -> None:
    assert await Recorded(source, tmp_path).asked(query) == []


async def test_profiles_are_named_also_where_their_id_is_not_selected_and_by_every_way_in(source: FakeSource, tmp_path: Path) -> None:
    entity = '_entities(representations: [{__typename: "Profile", profileId: "10"}]) { __typename }'
    [line] = await Recorded(source, tmp_path).asked(f'{{ a: profile(profileId: "9") {{ isActive }} b: {entity} }}')
    assert (line["profiles"], line["personal"]) == ({"acme": ["9", "10"]}, [])


async def test_each_operation_of_a_batch_has_its_own_line(source: FakeSource, tmp_path: Path) -> None:
    batch = [{"query": f'{{ profile(profileId: "{number}") {{ name {{ first }} }} }}'} for number in (9, 10, 11)]
    lines = await Recorded(source, tmp_path, batch_limit=3).asked(batch)
    assert [line["profiles"] for line in lines] == [{"acme": ["9"]}, {"acme": ["10"]}]


async def test_it_says_who_called_and_that_values_were_masked(source: FakeSource, tmp_path: Path) -> None:
    place = tmp_path / "jwks.json"
    await asyncio.to_thread(place.write_bytes, key_set(public(RSA, "rsa")))
    recorded = Recorded(source, tmp_path, auth="jwt", jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_keys=str(place))
    [line] = await recorded.asked(QUERY, authorization=f"Bearer {token(scope='profiles:read contacts:read')}")
    assert (line["principal"], line["masked"]) == ("crm", True)
    assert line["personal"] == ["Name.first", "Phone.digits"]


@pytest.mark.parametrize("accept", ["multipart/mixed, application/json", "application/json"])
async def test_of_what_is_deferred_the_fields_are_named_that_came(source: FakeSource, tmp_path: Path, accept: str) -> None:
    query = '{ profile(profileId: "9") { name { last } ... @defer { phones { digits } emails { address } } } }'
    [line] = await Recorded(source, tmp_path).asked(query, accept=accept)
    assert (line["profiles"], line["personal"]) == ({"acme": ["9"]}, ["Phone.digits"])


async def test_what_was_forbidden_was_not_seen(source: FakeSource, tmp_path: Path) -> None:
    place = tmp_path / "jwks.json"
    await asyncio.to_thread(place.write_bytes, key_set(public(RSA, "rsa")))
    recorded = Recorded(source, tmp_path, auth="jwt", jwt_issuer=ISSUER, jwt_audience=AUDIENCE, jwt_keys=str(place))
    [line] = await recorded.asked(QUERY, authorization=f"Bearer {token(scope='profiles:read pii:read')}")
    assert line["personal"] == ["Name.first"]


@pytest.mark.parametrize("name", ["15550100123", "+1 555", "a@example.com", "x" * 65, "naïve", "call 15550100123", ""])
async def test_a_client_that_calls_itself_oddly_has_no_name(source: FakeSource, tmp_path: Path, name: str) -> None:
    recorded = Recorded(source, tmp_path)
    [line] = await recorded.asked(
        QUERY, **{"apollographql-client-name": name.encode("latin-1").decode("ascii", "replace").replace("\ufffd", "?")}
    )
    assert line["client"] is None


async def test_where_the_record_must_be_complete_and_cannot_be_nobody_is_answered(source: FakeSource, tmp_path: Path) -> None:
    settings = {
        "account_id": "acme",
        "access_record": str(tmp_path / "missing" / "x"),
        "access_record_queue": 1,
        "access_record_complete": True,
    }
    app = create_app(Settings.model_validate(settings), source)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        async with asyncio.timeout(10):
            while (refused := await client.post("/graphql", json={"query": QUERY})).status_code == 200:  # noqa: ASYNC110 - until a thread has failed
                await asyncio.sleep(0.01)
        other = await client.post("/graphql", json={"query": "{ __typename }"})
    assert [refused.status_code, other.status_code] == [503, 200]
    assert refused.json()["errors"][0]["extensions"]["code"] == "RECORD_UNAVAILABLE"
    assert "data" not in refused.json()
