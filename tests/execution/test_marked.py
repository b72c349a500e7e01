"""Which personal fields an operation selects, and which an answer really holds."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLSchema, parse

from app.execution.marked import marked
from app.schema.graph import build_schema, executable

FOUND = 'profilesByPhone(phoneNumber: "15550109999")'


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return executable(build_schema())


def names(schema: GraphQLSchema, query: str, data: Any = None, operation: str | None = None) -> set[str]:  # noqa: ANN401 - any JSON
    """What is selected, or what data holds of it."""
    known = marked(schema, parse(query), operation)
    return set(known.selected if data is None else known.in_answer([orjson.dumps({"data": data, "errors": []})]))


@pytest.mark.parametrize(
    ("query", "selected"),
    [
        ("{ __typename }", set()),
        (f"{{ {FOUND} {{ profileId emails {{ type }} }} }}", set()),
        (f"{{ {FOUND} {{ emails {{ a: address }} name {{ first }} }} }}", {"Email.address", "Name.first"}),
        (f"{{ {FOUND} {{ ...F }} }} fragment F on Profile {{ ... {{ phones {{ digits }} }} }}", {"Phone.digits"}),
        ("{ _entities(representations: []) { ... on Profile { name { last } } } }", {"Name.last"}),
        (f"{{ {FOUND} {{ addresses {{ standardized {{ line1 }} }} }} }}", {"StandardizedAddress.line1"}),
        (f"{{ {FOUND} {{ name {{ first }} }} {FOUND} {{ name {{ last }} }} }}", {"Name.first", "Name.last"}),
        (f"query A {{ {FOUND} {{ name {{ first }} }} }} query B {{ __typename }}", set()),
    ],
)
def test_selected_fields_are_found_through_fragments_and_aliases(schema: GraphQLSchema, query: str, selected: set[str]) -> None:
    assert names(schema, query, operation="B" if "query B" in query else None) == selected


@pytest.mark.parametrize(
    ("data", "held"),
    [
        (None, set()),
        ({"found": None}, set()),
        ({"found": []}, set()),
        ({"found": [{"emails": None, "n": None}]}, set()),
        ({"found": [{"emails": [{"address": None}], "n": {"first": None, "last": "x"}}]}, {"Name.last"}),
        (
            {"found": [{"emails": []}, {"emails": [{"address": None}, {"address": "x"}], "n": {"first": "x"}}]},
            {"Email.address", "Name.first"},
        ),
    ],
)
def test_only_what_is_not_null_somewhere_counts(schema: GraphQLSchema, data: Any, held: set[str]) -> None:  # noqa: ANN401 - any JSON
    query = f"{{ found: {FOUND} {{ profileId tags {{ name }} emails {{ address }} n: name {{ first last }} }} }}"
    known = marked(schema, parse(query), None)
    assert set(known.in_answer([orjson.dumps({"data": data})])) == held


@pytest.mark.parametrize(
    ("found", "held"),
    [
        ([{"n": {"first": "x"}, "emails": [{"address": "x"}]}], {"Name.first", "Email.address"}),
        ([{"n": {"first": "null"}, "emails": [{"address": "[]"}]}], {"Name.first", "Email.address"}),
        ([{"n": {"first": "x"}, "emails": [{"address": None}]}], {"Name.first"}),
        ([{"n": {"first": "x"}, "emails": []}], {"Name.first"}),
        ([], set()),
        (None, set()),
    ],
)
def test_an_answer_without_a_gap_holds_all_that_is_selected(schema: GraphQLSchema, found: Any, held: set[str]) -> None:  # noqa: ANN401 - any JSON
    query = f"{{ found: {FOUND} {{ n: name {{ first }} emails {{ address }} }} }}"
    known = marked(schema, parse(query), None, always=True)
    assert known.in_answer([orjson.dumps({"data": {"found": found}})]) == held


def test_keys_may_be_called_anything(schema: GraphQLSchema) -> None:
    query = f"{{ class: {FOUND} {{ _: name {{ __struct_fields__: first def: last }} }} }}"
    assert names(schema, query, {"class": [{"_": {"__struct_fields__": "x", "def": None}}]}) == {"Name.first"}


def test_fragments_that_spread_each_other_twice_take_no_time(schema: GraphQLSchema) -> None:
    fragments = [f"fragment F{number} on Profile {{ ...F{number + 1} ...F{number + 1} }}" for number in range(50)]
    query = f"{{ {FOUND} {{ ...F0 }} }} {' '.join(fragments)} fragment F50 on Profile {{ name {{ first }} }}"
    assert names(schema, query) == {"Name.first"}


DELAYING = f"""{{ found: {FOUND} {{
  name {{ first }}
  ... @defer {{ emails {{ address }} ... @defer {{ phones {{ number digits }} }} tags {{ name }} }}
}} }}"""
FIRST = {"data": {"found": [{"name": None}, {"name": {"first": "x"}}]}, "pending": [{"id": "0", "path": ["found", 1]}], "hasNext": True}
SECOND = {
    "pending": [{"id": "1", "path": ["found", 1]}],
    "incremental": [{"id": "0", "data": {"emails": [{"address": "x"}], "tags": []}}],
    "completed": [{"id": "0"}],
    "hasNext": True,
}
THIRD = {"incremental": [{"id": "1", "data": {"phones": [{"number": None, "digits": "x"}]}}], "completed": [{"id": "1"}], "hasNext": False}


@pytest.mark.parametrize(
    ("parts", "held"),
    [
        ([FIRST], {"Name.first"}),
        ([FIRST, SECOND], {"Name.first", "Email.address"}),
        ([FIRST, SECOND, THIRD], {"Name.first", "Email.address", "Phone.digits"}),
        ([FIRST, {"completed": [{"id": "0", "errors": [{"message": "x"}]}], "hasNext": False}], {"Name.first"}),
        ([FIRST, {"incremental": [{"id": "0", "subPath": ["emails", 0], "data": {"address": "x"}}]}], {"Name.first", "Email.address"}),
        ([FIRST, {"incremental": [{"id": "0", "subPath": ["tags", 0], "data": {"name": "x"}}]}], {"Name.first"}),
    ],
)
def test_of_an_answer_in_parts_only_what_has_come_counts(schema: GraphQLSchema, parts: list[Any], held: set[str]) -> None:
    known = marked(schema, parse(DELAYING), None)
    assert known.in_answer([*map(orjson.dumps, parts)]) == held


@pytest.mark.parametrize(
    ("items", "held"), [([], set()), ([{"name": None}], set()), ([{"name": None}, {"name": {"first": "x"}}], {"Name.first"})]
)
def test_items_of_a_list_count_when_they_come(schema: GraphQLSchema, items: list[Any], held: set[str]) -> None:
    known = marked(schema, parse(f"{{ found: {FOUND} @stream {{ name {{ first }} }} }}"), None)
    parts: list[Any] = [
        {"data": {"found": []}, "pending": [{"id": "0", "path": ["found"]}]},
        {"incremental": [{"id": "0", "items": items}]},
    ]
    assert known.in_answer([*map(orjson.dumps, parts)]) == held
