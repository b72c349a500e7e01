"""Personal fields are marked once, and both ways of execution honour the mark."""

from typing import Any

import orjson
import pytest
from graphql import GraphQLObjectType, GraphQLSchema, experimental_execute_incrementally, parse
from graphql.execution.executor import Executor
from msgspec.structs import replace

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.context import Context
from app.execution.lean import LeanExecutor
from app.loaders import Loaders
from app.model import Email, Phone, Profile
from app.schema.graph import build_schema, executable
from app.schema.personal import mask_of
from app.source.protocol import Caller
from app.source.translation import profile_from_json
from tests.fake import FakeSource
from tests.schema.conftest import profile
from tests.schema.permitted import MASKED

QUERY = '{ profile(profileId: "1") { name { first } emails { address } phones { number digits } addresses { line1 city } } }'
MASKLESS = Principal("caller", EVERY_SCOPE - {Scope.PERSONAL}, None)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    return executable(build_schema())


def one(**changes: object) -> Profile:
    return replace(profile_from_json(orjson.dumps(profile(1)), "acme"), **changes)


async def answered(
    schema: GraphQLSchema, executor: type[Executor[None]], value: Profile, principal: Principal = MASKLESS
) -> dict[str, Any]:
    context = Context("request-1", "acme", Loaders(FakeSource({"acme": [value]}), Caller(), principal))
    result = await experimental_execute_incrementally(schema, parse(QUERY), None, context, executor_class=executor)  # type: ignore[misc] # resolvers wait
    assert not result.errors
    return result.data["profile"]  # type: ignore[no-any-return] # as selected


def test_the_marks_are_those_of_the_table(schema: GraphQLSchema) -> None:
    inside = {"Name": "name", "Email": "emails", "Phone": "phones", "Address": "addresses", "StandardizedAddress": "standardized"}
    objects = [kind for kind in schema.type_map.values() if isinstance(kind, GraphQLObjectType)]
    marked = {(inside[kind.name], name) for kind in objects for name, field in kind.fields.items() if mask_of(field)}
    assert marked == set(MASKED)


@pytest.mark.parametrize("executor", [LeanExecutor, Executor])
async def test_without_the_scope_values_are_masked(schema: GraphQLSchema, executor: type[Executor[None]]) -> None:
    found = await answered(schema, executor, one())
    assert found["name"] == {"first": "F***"}
    assert found["emails"] == [{"address": "p***@example.com"}]
    assert found["phones"] == [{"number": "+1*******99", "digits": "*******99"}]


@pytest.mark.parametrize("executor", [LeanExecutor, Executor])
async def test_null_stays_null_and_an_unexpected_value_is_masked_too(schema: GraphQLSchema, executor: type[Executor[None]]) -> None:
    odd: Any = 15550109999
    found = await answered(schema, executor, one(name=None, emails=(Email(),), phones=(Phone(digits=odd),)))
    assert (found["name"], found["emails"]) == (None, [{"address": None}])
    assert found["phones"] == [{"number": None, "digits": "*******99"}]


@pytest.mark.parametrize("executor", [LeanExecutor, Executor])
async def test_with_the_scope_values_are_shown(schema: GraphQLSchema, executor: type[Executor[None]]) -> None:
    found = await answered(schema, executor, one(), Principal("caller", EVERY_SCOPE, None))
    assert found["emails"] == [{"address": "p1@example.com"}]
    assert found["phones"] == [{"number": "+1 (555) 010-9999", "digits": "15550109999"}]
