"""What clients see of errors: a code, a place, no personal data, nothing of what is not ours."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.errors import GatewayError, StoreUnavailable, TooManyProfiles
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest, Outcome
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.protocol import Caller, Found, Lookup
from tests.fake import FakeSource

CANARY = "15550107777"
SCHEMA = executable(build_schema())
ENGINE = Engine(SCHEMA, Documents(SCHEMA, capacity=10))


class BrokenSource(FakeSource):
    """Fails in a way nobody foresaw, with personal data in the exception."""

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        raise KeyError(f"{lookups} of {caller}")


async def answered(query: str, variables: dict[str, Any] | None = None, source: FakeSource | None = None) -> tuple[dict[str, Any], bool]:
    context = Context("request-1", "acme", Loaders(source or FakeSource({"acme": []}), Caller(), ANYBODY))
    answer = await ENGINE.execute(GraphQLRequest(query, None, variables), context)
    return orjson.loads(answer.body), answer.outcome in {Outcome.COMPLETE, Outcome.PARTIAL}


WRONG_DOCUMENTS = [
    f"{{ profilesByPhone(phoneNumber: {CANARY}) {{ profileId }} }}",
    f'{{ profilesByPhone(phoneNumber: ["{CANARY}"]) {{ profileId }} }}',
    f'{{ profilesByPhone(phoneNumber: {{digits: "{CANARY}"}}) {{ profileId }} }}',
    f'{{ profilesByPhone(phoneNumber: "1", includeImplied: "{CANARY}") {{ profileId }} }}',
    f'query ($r: [Int!] = ["{CANARY}"]) {{ profile(profileId: "1") {{ profileId }} }}',
    f'{{ profile(profileId: "1", wrong: "{CANARY}") {{ profileId }} }}',
    f'{{ profile(profileId: "1") {{ profileId @include(if: "{CANARY}") }} }}',
]


@pytest.mark.parametrize("query", WRONG_DOCUMENTS)
async def test_literals_of_an_invalid_document_are_not_repeated(query: str) -> None:
    answer, executed = await answered(query)
    assert not executed
    assert "data" not in answer
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}
    assert CANARY not in str(answer)


@pytest.mark.parametrize(
    "query", [f'{{ profile("{CANARY}") }}', f"{{ {CANARY} }}", f'{{ profile(profileId: "{CANARY} }}', f'{{ a(b: """{CANARY}""" ! }}', ""]
)
async def test_tokens_of_a_document_that_is_no_graphql_are_not_repeated(query: str) -> None:
    answer, executed = await answered(query)
    assert not executed
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["GRAPHQL_PARSE_FAILED"]
    assert CANARY not in str(answer)


@given(st.recursive(st.just(CANARY) | st.just(int(CANARY)), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner)))
async def test_a_variable_of_the_wrong_type_is_named_and_not_repeated(value: object) -> None:
    answer, executed = await answered(
        "query ($flag: Boolean!) { profile(profileId: 1, includeImplied: $flag) { profileId } }", {"flag": value}
    )
    assert not executed
    [error] = answer["errors"]
    assert error["message"] == "Variable '$flag' has no valid value of type Boolean!."
    assert error["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_a_missing_variable_is_named() -> None:
    answer, _ = await answered("query ($number: String!) { profilesByPhone(phoneNumber: $number) { profileId } }")
    assert answer["errors"][0]["message"] == "Variable '$number' has no valid value of type String!."


async def test_an_operation_that_is_not_in_the_document_is_said_so() -> None:
    answer, executed = await answered("query A { __typename } query B { __typename }")
    assert not executed
    assert answer["errors"][0]["extensions"]["code"] == "OPERATION_RESOLUTION_FAILURE"


@pytest.mark.parametrize(("failure", "details"), [(TooManyProfiles(), {"limit": 50}), (StoreUnavailable(), {})])
async def test_our_own_errors_stand_at_their_path_with_their_code(failure: GatewayError, details: dict[str, int]) -> None:
    answer, executed = await answered('{ profilesByPhone(phoneNumber: "123") { profileId } }', source=FakeSource({}, failure))
    assert executed
    [error] = answer["errors"]
    assert (error["path"], error["message"]) == (["profilesByPhone"], str(failure))
    assert error["extensions"] == {"code": failure.code, **details}


async def test_what_is_not_ours_is_masked_and_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer, _ = await answered(f'{{ profilesByPhone(phoneNumber: "{CANARY}") {{ profileId }} }}', source=BrokenSource({}))
    [error] = answer["errors"]
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR", "requestId": "request-1"}
    assert "request-1" in caplog.text
    assert "KeyError" in caplog.text
    assert CANARY not in caplog.text + str(answer)


@pytest.mark.parametrize("depth", [3_000, 100_000])
async def test_a_document_nested_beyond_reason_is_refused(depth: int) -> None:
    answer, executed = await answered("{a" * depth + "}" * depth)
    assert not executed
    assert answer["errors"][0]["extensions"]["code"] in {"GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
