"""What an operation may cost: reads of the source and objects, from the marks in the schema."""

import time
from collections.abc import Iterator

import pytest
from graphql import GraphQLObjectType, get_introspection_query, get_named_type, get_nullable_type, is_list_type, is_object_type, parse
from strawberry.federation.schema_directives import ListSize

from app.execution.cost import Estimate, directives, estimates, objects
from app.execution.limits import OperationLimits
from app.schema.graph import build_schema, executable

SCHEMA = executable(build_schema())
PHONE = 'profilesByPhone(phoneNumber: "15550100001")'
ENTITIES = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Profile { profileId emails { address } } } }"


def estimate(document: str) -> Estimate:
    [only] = estimates(SCHEMA, parse(document)).values()
    return only


@pytest.mark.parametrize(
    ("document", "reads", "cost"),
    [
        ("{ __typename }", 0, 0),
        (f"{{ {PHONE} {{ profileId }} }}", 1, 10 + 50),
        (f"{{ {PHONE} {{ name {{ first }} }} }}", 1, 10 + 50 * 2),
        (f"{{ {PHONE} {{ emails {{ consents {{ type }} }} }} }}", 1, 10 + 50 * (1 + 3 * (1 + 3))),
        (f"{{ a: {PHONE} {{ profileId }} b: {PHONE} {{ profileId }} }}", 2, 2 * (10 + 50)),
        ("{ profile(profileId: 1) { profileId } }", 1, 10 + 1),
        ("{ ...F ...F } fragment F on Query { profile(profileId: 1) { profileId } }", 1, 11),
        ("{ ...F ... { ...F } } fragment F on Query { profile(profileId: 1) { profileId } }", 2, 22),
        ("{ _entities(representations: [{a: 1}, {a: 2}]) { ... on Profile { profileId } } }", 2, 2 * (10 + 1)),
        ("{ _entities(representations: {a: 1}) { __typename } }", 1, 10 + 1),
    ],
)
def test_reads_and_objects_are_counted(document: str, reads: int, cost: int) -> None:
    assert estimate(document).of(None) == (reads, cost)


@pytest.mark.parametrize(("given", "count"), [([{}, {}, {}], 3), ([], 0), ({}, 1), (None, 0)])
def test_representations_in_a_variable_count_with_the_request(given: object, count: int) -> None:
    assert estimate(ENTITIES).of({"r": given}) == (count, count * (10 + 1 + 3))


def test_each_operation_has_its_own_estimate() -> None:
    document = (
        f"query A {{ {PHONE} {{ ...F }} }} query B {{ profile(profileId: 1) {{ ...F }} }} fragment F on Profile {{ name {{ first }} }}"
    )
    assert {name: one.of(None) for name, one in estimates(SCHEMA, parse(document)).items()} == {"A": (1, 110), "B": (1, 12)}


def test_the_standard_introspection_query_may_be_asked() -> None:
    _, cost = estimate(get_introspection_query()).of(None)
    assert 1_000 < cost < OperationLimits().cost


def test_fragments_that_double_each_other_are_estimated_at_once() -> None:
    doubled = "".join(
        f"fragment F{number} on Profile {{ ... on Profile {{ ...F{number - 1} }} ... on Profile {{ ...F{number - 1} }} }} "
        for number in range(1, 28)
    )
    document = parse(f"{{ {PHONE} {{ ...F27 }} }} fragment F0 on Profile {{ name {{ first }} }} {doubled}")
    began = time.process_time()
    [only] = estimates(SCHEMA, document).values()
    assert time.process_time() - began < 0.1
    assert only.cost > 50 * 2**26


def lists() -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every list of objects in the schema, with the directives that stand there."""
    for name, kind in SCHEMA.type_map.items():
        if isinstance(kind, GraphQLObjectType) and not name.startswith("_"):
            for field_name, field in kind.fields.items():
                if is_list_type(get_nullable_type(field.type)) and is_object_type(get_named_type(field.type)):
                    yield f"{name}.{field_name}", tuple(directives(field))


def test_every_list_of_objects_says_how_long_it_is() -> None:
    assert [name for name, given in lists() if not any(isinstance(one, ListSize) for one in given)] == []
    assert len(list(lists())) > 15


@pytest.mark.parametrize(
    ("data", "count"),
    [(None, 0), ({}, 0), ({"a": None}, 0), ({"a": {"b": 1}}, 1), ({"a": [{"b": [{}, {}], "c": ["x"]}, None], "d": {"e": {}}}, 5)],
)
def test_objects_of_an_answer_are_counted(data: object, count: int) -> None:
    assert objects(data) == count
