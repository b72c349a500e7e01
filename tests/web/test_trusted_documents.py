"""Trusted documents over HTTP: by ``documentId`` and in Apollo's way, by POST and by GET."""

import hashlib
import json
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import Connect

TEXT = "query Known($number: String!) { profilesByPhone(phoneNumber: $number) { profileId } }"
HASH = hashlib.sha256(TEXT.encode()).hexdigest()
VARIABLES = {"number": "1555"}
FOUND = {"data": {"profilesByPhone": [{"profileId": "1"}]}}
APOLLO = {"persistedQuery": {"version": 1, "sha256Hash": HASH}}
NEWER = {"accept": "application/graphql-response+json"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "known.graphql").write_text(TEXT)
    return tmp_path


def code(answer: httpx.Response) -> str:
    found: str = answer.json()["errors"][0]["extensions"]["code"]
    return found


@pytest.mark.parametrize("named", [{"documentId": f"sha256:{HASH}"}, {"documentId": HASH}, {"extensions": APOLLO}])
@pytest.mark.parametrize("mode", ["allow", "only"])
async def test_a_trusted_document_is_executed_by_its_id(connect: Connect, folder: Path, mode: str, named: dict[str, object]) -> None:
    async with connect(documents=folder, documents_mode=mode) as client:
        posted = await client.post("/graphql", json={**named, "variables": VARIABLES})
        text = {name: value if isinstance(value, str) else json.dumps(value) for name, value in {**named, "variables": VARIABLES}.items()}
        got = await client.get("/graphql", params=text)
    assert (posted.json(), got.json()) == (FOUND, FOUND)


@pytest.mark.parametrize(("mode", "answered"), [("allow", True), ("only", False)])
async def test_texts_are_refused_where_only_trusted_documents_are_executed(
    connect: Connect, folder: Path, mode: str, answered: bool
) -> None:
    async with connect(documents=folder, documents_mode=mode) as client:
        answer = await client.post("/graphql", json={"query": TEXT, "variables": VARIABLES}, headers=NEWER)
    assert answer.status_code == (200 if answered else 400)
    assert answered or code(answer) == "DOCUMENT_REQUIRED"


async def test_a_text_beside_an_id_is_refused_too(connect: Connect, folder: Path) -> None:
    async with connect(documents=folder, documents_mode="only") as client:
        answer = await client.post("/graphql", json={"query": TEXT, "documentId": HASH, "extensions": APOLLO, "variables": VARIABLES})
    assert code(answer) == "DOCUMENT_REQUIRED"


@pytest.mark.parametrize(
    ("mode", "named", "expected"),
    [
        ("allow", {"documentId": "sha256:00"}, "DOCUMENT_UNKNOWN"),
        ("only", {"documentId": ""}, "DOCUMENT_UNKNOWN"),
        ("off", {"documentId": HASH}, "DOCUMENT_UNKNOWN"),
        ("only", {"extensions": {"persistedQuery": {"sha256Hash": "00"}}}, "PERSISTED_QUERY_NOT_FOUND"),
        ("allow", {"extensions": {"persistedQuery": {"sha256Hash": 7}}}, "PERSISTED_QUERY_NOT_FOUND"),
        ("off", {"extensions": APOLLO}, "PERSISTED_QUERY_NOT_SUPPORTED"),
    ],
)
async def test_an_unknown_id_is_answered_with_its_code(
    connect: Connect, folder: Path, mode: str, named: dict[str, object], expected: str
) -> None:
    async with connect(documents=folder, documents_mode=mode) as client:
        assert code(await client.post("/graphql", json=named)) == expected


async def test_the_schema_is_not_told_where_only_trusted_documents_are_executed(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "introspection.graphql").write_text("{ __schema { types { name } } }")
    hashed = hashlib.sha256(b"{ __schema { types { name } } }").hexdigest()
    async with connect(documents=tmp_path, documents_mode="only") as client:
        assert code(await client.post("/graphql", json={"documentId": hashed})) == "GRAPHQL_VALIDATION_FAILED"
