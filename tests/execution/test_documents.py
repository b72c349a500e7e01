"""Documents are read once, and no more of them are kept than allowed."""

from app.execution.documents import Documents
from app.schema.graph import build_schema, executable

SCHEMA = executable(build_schema())


def query(alias: str) -> str:
    return f"{{ {alias}: __typename }}"


def test_a_document_seen_again_is_the_same_object() -> None:
    documents = Documents(SCHEMA, capacity=2)
    assert documents.find(query("a")) is documents.find(query("a"))


def test_the_one_used_longest_ago_leaves_first() -> None:
    documents = Documents(SCHEMA, capacity=2)
    kept, left = documents.find(query("kept")), documents.find(query("left"))
    documents.find(query("kept"))
    documents.find(query("new"))
    assert documents.find(query("kept")) is kept
    assert documents.find(query("left")) is not left


def test_an_invalid_document_takes_no_place() -> None:
    documents = Documents(SCHEMA, capacity=1)
    kept = documents.find(query("kept"))
    assert documents.find("{ wrong }").errors
    assert documents.find("{").errors
    assert documents.find(query("kept")) is kept
