"""The graph holds what clients are promised, and says what everything means."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_ast_schema,
    parse,
)
from graphql import build_schema as read_schema
from graphql.utilities import find_breaking_changes

from app.schema.federation import for_routers
from app.schema.graph import build_schema, executable, sdl

ROOT = Path(__file__).parents[2]
PROMISED = (Path(__file__).parent / "promised.graphql").read_text()


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return executable(build_schema())


def own_types(schema: GraphQLSchema) -> Iterator[GraphQLNamedType]:
    """Every type but introspection's, the built-in scalars and those that federation's directives bring along."""
    others = {"String", "Boolean", "Int", "Float", "ID", "_FieldSet"}
    return (kind for name, kind in schema.type_map.items() if not name.startswith(("__", "link__")) and name not in others)


def own_fields(schema: GraphQLSchema) -> Iterator[tuple[str, GraphQLField]]:
    for kind in own_types(schema):
        if isinstance(kind, GraphQLObjectType):
            yield from ((f"{kind.name}.{name}", field) for name, field in kind.fields.items())


def test_the_graph_lacks_nothing_of_what_clients_are_promised(schema: GraphQLSchema) -> None:
    promised = build_ast_schema(parse(PROMISED), assume_valid_sdl=True)
    assert find_breaking_changes(promised, schema) == []


def test_a_missing_promise_would_be_noticed(schema: GraphQLSchema) -> None:
    promised = build_ast_schema(
        parse(PROMISED.replace("type Tag { name: String }", "type Tag { name: String colour: String }")), assume_valid_sdl=True
    )
    assert [change.description for change in find_breaking_changes(promised, schema)] == ["Field Tag.colour was removed."]


def test_the_entity_has_both_of_its_keys() -> None:
    assert 'type Profile @key(fields: "accountId profileId") @key(fields: "profileId")' in sdl()


def test_the_federation_version_is_one_that_composers_know() -> None:
    assert "https://specs.apollo.dev/federation/v2.9" in sdl()


def test_the_printed_schema_at_the_top_level_is_fresh() -> None:
    assert (ROOT / "schema.graphql").read_text() == sdl(), "run: make schema"


def test_the_printed_schema_stands_on_its_own_so_that_any_tool_can_read_it() -> None:
    assert read_schema(sdl()).query_type is not None


def test_routers_are_not_told_of_scopes_which_not_all_of_them_know() -> None:
    assert "@requiresScopes" in build_schema().as_str()
    assert "@requiresScopes" not in for_routers(build_schema().as_str())


def test_a_router_can_estimate_every_list_of_objects() -> None:
    lines = [line for line in sdl().splitlines() if re.search(r"^  (\w|\)).*: \[[A-Z](?!tring)", line)]
    assert lines
    assert [line for line in lines if "@listSize" not in line] == []


def test_every_type_is_described(schema: GraphQLSchema) -> None:
    assert [kind.name for kind in own_types(schema) if not kind.description] == []


def test_every_field_is_described(schema: GraphQLSchema) -> None:
    assert [name for name, field in own_fields(schema) if not field.description] == []


def test_every_argument_is_described(schema: GraphQLSchema) -> None:
    arguments = [(f"{name}({key}:)", argument) for name, field in own_fields(schema) for key, argument in field.args.items()]
    assert arguments
    assert [name for name, argument in arguments if not argument.description] == []


def test_every_enum_value_is_described(schema: GraphQLSchema) -> None:
    enums = [kind for kind in own_types(schema) if isinstance(kind, GraphQLEnumType)]
    assert [f"{enum.name}.{name}" for enum in enums for name, value in enum.values.items() if not value.description] == []


def test_root_fields_are_nullable_so_that_one_failure_takes_no_sibling_along(schema: GraphQLSchema) -> None:
    assert schema.query_type is not None
    looking_up = {name: str(field.type) for name, field in schema.query_type.fields.items() if not name.startswith("_")}
    assert looking_up
    assert [name for name, kind in looking_up.items() if kind.endswith("!")] == []
