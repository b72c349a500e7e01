"""Trusted documents: found by their ids, and where only they count, nothing else is executed."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.execution.command import documents
from app.execution.refusals import DocumentRequired, DocumentUnknown, PersistedQueryNotFound, PersistedQueryNotSupported
from app.execution.request import GraphQLRequest
from app.execution.trusted import TrustedDocuments, TrustMode, load_trusted

TEXT = "query Known { __typename }"
SHA256, SHA1 = hashlib.sha256(TEXT.encode()).hexdigest(), hashlib.sha1(TEXT.encode()).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "known.graphql").write_text(TEXT)
    (tmp_path / "readme.txt").write_text("not a document")
    return tmp_path


def manifest(folder: Path, documents: dict[str, str]) -> Path:
    path = folder / "persisted-documents.json"
    path.write_text(json.dumps(documents))
    return path


def by_id(document_id: str, *, automatic: bool = False) -> GraphQLRequest:
    return GraphQLRequest(None, document_id=document_id, automatic=automatic)


@pytest.mark.parametrize("document_id", [SHA256, f"sha256:{SHA256}"])
def test_a_document_of_a_folder_is_found_by_its_hash(folder: Path, document_id: str) -> None:
    assert load_trusted(folder, TrustMode.ALLOW).text(by_id(document_id)) == TEXT


@pytest.mark.parametrize("document_id", [SHA1, f"sha1:{SHA1}", SHA256, f"sha256:{SHA256}"])
def test_a_document_of_a_manifest_is_found_by_its_key_and_by_its_hash(tmp_path: Path, document_id: str) -> None:
    assert load_trusted(manifest(tmp_path, {SHA1: TEXT}), TrustMode.ONLY).text(by_id(document_id)) == TEXT


def test_a_manifest_may_have_ids_that_are_no_hashes(tmp_path: Path) -> None:
    assert load_trusted(manifest(tmp_path, {"known-1": TEXT}), TrustMode.ONLY).text(by_id("known-1")) == TEXT


def test_texts_are_executed_unless_only_trusted_ones_are(folder: Path) -> None:
    free = GraphQLRequest("{ free: __typename }", document_id=SHA256)
    assert TrustedDocuments().text(free) == free.query
    assert load_trusted(folder, TrustMode.ALLOW).text(free) == free.query
    with pytest.raises(DocumentRequired):
        load_trusted(folder, TrustMode.ONLY).text(free)


def test_even_the_text_of_a_trusted_document_is_refused_where_ids_are_asked_for(folder: Path) -> None:
    with pytest.raises(DocumentRequired):
        load_trusted(folder, TrustMode.ONLY).text(GraphQLRequest(TEXT))


def test_an_id_that_stands_for_nothing_is_told_so(folder: Path) -> None:
    trusted = load_trusted(folder, TrustMode.ALLOW)
    for unknown in ("", "sha256:", "0" * 64, "below/known.graphql", "../../etc/passwd"):
        with pytest.raises(DocumentUnknown):
            trusted.text(by_id(unknown))


def test_apollos_clients_are_told_in_their_words(folder: Path) -> None:
    with pytest.raises(PersistedQueryNotFound):
        load_trusted(folder, TrustMode.ALLOW).text(by_id("0" * 64, automatic=True))
    with pytest.raises(PersistedQueryNotSupported):
        TrustedDocuments().text(by_id(SHA256, automatic=True))
    assert load_trusted(folder, TrustMode.ALLOW).text(by_id(SHA256, automatic=True)) == TEXT


@pytest.mark.parametrize("content", ["[]", '{"a": 1}', "{", "\xff"])
def test_what_is_no_manifest_is_said_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match="PROFILES_DOCUMENTS"):
        load_trusted(path, TrustMode.ALLOW)


def test_documents_are_not_shown_in_a_trace(folder: Path) -> None:
    assert "Known" not in repr(load_trusted(folder, TrustMode.ALLOW))


def check(path: Path) -> tuple[int, str]:
    done = CliRunner().invoke(documents, ["check", str(path)])
    return done.exit_code, done.output


def test_valid_documents_are_said_to_be_so(folder: Path) -> None:
    assert check(folder) == (0, "1 documents, all valid\n")


def test_each_document_that_does_not_fit_the_schema_is_named(tmp_path: Path) -> None:
    wrong, broken = "{ wrong }", "{"
    path = manifest(tmp_path, {SHA256: TEXT, hashlib.sha256(wrong.encode()).hexdigest(): wrong, "broken": broken, "0" * 64: TEXT})
    code, output = check(path)
    assert code == 1
    assert "Cannot query field 'wrong'" in output
    assert "broken: Syntax Error" in output
    assert f"{'0' * 64}: the hash is not that of the text" in output
    assert "4 documents, 3 problems" in output


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    assert check(tmp_path)[0] == 1
