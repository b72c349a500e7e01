"""The leaner executor gives graphql-core's own answers."""

from collections.abc import Iterator
from inspect import isawaitable
from pathlib import Path
from typing import Any

import orjson
import pytest
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLNamedType,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    experimental_execute_incrementally,
    parse,
    visit,
)
from graphql.execution.executor import Executor
from msgspec.structs import replace

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.execution.lean import LeanExecutor
from app.generator.demo import demo_profiles
from app.loaders import Loaders
from app.model import Email, Group, Profile
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller
from app.source.translation import profile_from_json
from tests.fake import FakeSource

SCHEMA = executable(build_schema())
EVERYTHING = (Path(__file__).parents[2] / "bench" / "everything.graphql").read_text()
NUMBERS = ["15550109999", "15550100005", "15550100050", "15550100060", "000"]


@pytest.fixture(scope="module")
def profiles() -> list[Profile]:
    return [profile_from_json(orjson.dumps(profile), "acme") for profile in demo_profiles()]


async def run(executor: type[Executor[None]], query: str, profiles: list[Profile], number: str = "15550109999") -> ExecutionResult:
    context = Context("request-1", "acme", Loaders(FakeSource({"acme": profiles}), Caller(), ANYBODY))
    running = experimental_execute_incrementally(SCHEMA, parse(query), None, context, {"phoneNumber": number}, executor_class=executor)
    result = await running if isawaitable(running) else running
    assert isinstance(result, ExecutionResult)
    return result


async def both(query: str, profiles: list[Profile], number: str = "15550109999") -> dict[str, Any]:
    """Execute both ways, and return the one answer they give."""
    lean, ordinary = await run(LeanExecutor, query, profiles, number), await run(Executor, query, profiles, number)
    assert orjson.dumps(lean.formatted) == orjson.dumps(ordinary.formatted)
    return orjson.loads(orjson.dumps(lean.formatted))  # type: ignore[no-any-return] # JSON


def used_fields() -> Iterator[str]:
    info, found = TypeInfo(SCHEMA), set[str]()

    class Fields(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent = info.get_parent_type()
            assert isinstance(parent, GraphQLNamedType)
            found.add(f"{parent.name}.{node.name.value}")

    visit(parse(EVERYTHING), TypeInfoVisitor(info, Fields()))
    yield from found


def test_everything_is_everything() -> None:
    declared = {f"{name}.{field}" for name, kind in SCHEMA.type_map.items() if name[0] != "_" for field in getattr(kind, "fields", {})}
    assert {name for name in declared if not name.startswith(("Query.", "link__"))} == set(used_fields()) - {"Query.profilesByPhone"}


@pytest.mark.parametrize("number", NUMBERS)
async def test_everything_is_answered_alike(profiles: list[Profile], number: str) -> None:
    await both(EVERYTHING, profiles, number)


@pytest.mark.parametrize(
    "selection",
    [
        "__typename",
        "z: profileId a: profileId isActive z: profileId",
        "emails { a: address ... on Email { a: address type } ...F edited { __typename } }",
        "name { first @skip(if: true) last @include(if: true) } name { middle }",
        "emails { __typename edited { kind: __typename } preferences { attributes { key @skip(if: true) } consents { type } } }",
        "customFields { values } emails { edited { createdAt @skip(if: true) } }",
    ],
)
async def test_aliases_fragments_and_directives_are_answered_alike(profiles: list[Profile], selection: str) -> None:
    query = f"query ($phoneNumber: String!) {{ profilesByPhone(phoneNumber: $phoneNumber) {{ {selection} }} }}"
    fragment = " fragment F on Email { isDefault type }" if "...F" in selection else ""
    answer = await both(query + fragment, profiles)
    assert "errors" not in answer


async def test_a_value_of_an_unexpected_type_goes_the_ordinary_way(profiles: list[Profile]) -> None:
    odd: Any = 7
    broken = replace(profiles[0], emails=(Email(type=odd, is_active=odd), Email(type="Home")))
    query = "query ($phoneNumber: String!) { profilesByPhone(phoneNumber: $phoneNumber) { emails { type isActive } } }"
    [found] = (await both(query, [broken]))["data"]["profilesByPhone"]
    assert found["emails"] == [{"type": "7", "isActive": True}, {"type": "Home", "isActive": None}]


@pytest.mark.parametrize("arguments", ["initialCount: 0", "initialCount: -1"])
async def test_a_list_that_is_wanted_in_parts_comes_whole(profiles: list[Profile], arguments: str) -> None:
    query = f"query ($phoneNumber: String!) {{ profilesByPhone(phoneNumber: $phoneNumber) {{ emails @stream({arguments}) {{ type }} }} }}"
    await both(query, profiles)


@pytest.mark.parametrize("groups", [(), (Group(type="Household"),)])
async def test_a_condition_without_a_value_is_an_error_where_there_is_an_object(profiles: list[Profile], groups: tuple[Group, ...]) -> None:
    narrow = "phoneNumber: $phoneNumber, includeImplied: false, includeConsentHistory: false"
    query = f"query ($phoneNumber: String!, $not: Boolean) {{ profilesByPhone({narrow}) {{ groups {{ type @skip(if: $not) }} }} }}"
    answer = await both(query, [replace(profiles[0], groups=groups)])
    assert [error["path"] for error in answer.get("errors", [])] == [["profilesByPhone", 0, "groups", 0]] * len(groups)


async def test_a_null_among_objects_that_may_not_be_null_propagates_alike(profiles: list[Profile]) -> None:
    broken: Any = (Group(type="Household"), None)
    query = "query ($phoneNumber: String!) { profilesByPhone(phoneNumber: $phoneNumber) { isActive groups { type } tags { name } } }"
    answer = await both(query, [replace(profiles[0], groups=broken)])
    [found] = answer["data"]["profilesByPhone"]
    assert list(found) == ["isActive", "groups", "tags"]
    assert found["groups"] is None
    assert [error["path"] for error in answer["errors"]] == [["profilesByPhone", 0, "groups", 1]]


async def test_a_null_where_none_may_be_propagates_alike(profiles: list[Profile]) -> None:
    missing: Any = None
    query = "query ($phoneNumber: String!) { profilesByPhone(phoneNumber: $phoneNumber) { profileId accountId } other: __typename }"
    answer = await both(query, [replace(profiles[0], account_id=missing)])
    assert answer["data"] == {"profilesByPhone": None, "other": "Query"}
    assert answer["errors"][0]["path"] == ["profilesByPhone", 0, "accountId"]
