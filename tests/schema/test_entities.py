"""References of a federated router: each position gets its own result or its own error."""

from typing import Any

import pytest

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.loaders import Loaders
from app.model import View
from app.schema.entities import profile_lookup, usual_lookups
from app.source.protocol import Caller
from tests.fake import FakeSource
from tests.schema.conftest import Execute

ENTITIES = (
    "query ($r: [_Any!]!) { _entities(representations: $r) { __typename ... on Profile { accountId profileId emails { address } } } }"
)


def shown(number: int) -> dict[str, Any]:
    return {"__typename": "Profile", "accountId": "acme", "profileId": str(number), "emails": [{"address": f"p{number}@example.com"}]}


async def test_both_keys_find_the_profile_whatever_else_stands_beside_them(execute: Execute) -> None:
    representations = [
        {"__typename": "Profile", "profileId": "1"},
        {"__typename": "Profile", "accountId": "acme", "profileId": "3", "orders": [1, 2]},
        {"__typename": "Profile", "accountId": "acme", "profileId": 2},
    ]
    answer = await execute(ENTITIES, {"r": representations})
    assert answer == {"data": {"_entities": [shown(1), shown(3), shown(2)]}}


async def test_one_that_is_gone_or_of_another_account_is_null(execute: Execute) -> None:
    representations = [{"__typename": "Profile", "profileId": "99"}, {"__typename": "Profile", "accountId": "empty", "profileId": "1"}]
    assert await execute(ENTITIES, {"r": representations}) == {"data": {"_entities": [None, None]}}


async def test_a_wrong_one_is_an_error_in_its_place_and_takes_no_neighbour_along(execute: Execute) -> None:
    wrong: list[object] = [
        "x",
        7,
        [],
        {},
        {"__typename": "Order", "id": 1},
        {"__typename": "Profile"},
        {"__typename": "Profile", "profileId": "1x"},
    ]
    wrong += [{"__typename": "Profile", "profileId": True}, {"__typename": "Profile", "profileId": "1", "accountId": {}}]
    answer = await execute(ENTITIES, {"r": [*wrong, {"__typename": "Profile", "profileId": "1"}]})
    assert answer["data"]["_entities"] == [None] * len(wrong) + [shown(1)]
    assert [error["path"] for error in answer["errors"]] == [["_entities", position] for position in range(len(wrong))]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}


async def test_a_thousand_representations_are_one_batch_and_stay_in_order(execute: Execute, source: FakeSource) -> None:
    numbers = [1 + position % 4 for position in range(1000)]
    answer = await execute(ENTITIES, {"r": [{"__typename": "Profile", "profileId": str(number)} for number in numbers]})
    assert answer["data"]["_entities"] == [None if number == 4 else shown(number) for number in numbers]
    [(lookups, _)] = source.finds
    assert len(lookups) == 4


async def test_the_callers_representations_are_not_changed(execute: Execute) -> None:
    representations = [{"__typename": "Profile", "profileId": "1"}]
    await execute(ENTITIES, {"r": representations})
    assert representations == [{"__typename": "Profile", "profileId": "1"}]


async def test_the_subgraph_tells_its_schema(execute: Execute) -> None:
    answer = await execute("{ _service { sdl } }")
    assert "profilesByPhone(" in answer["data"]["_service"]["sdl"]


USUAL: list[dict[str, object]] = [
    {"__typename": "Profile", "profileId": "9223372036854775807"},
    {"__typename": "Profile", "profileId": "0", "accountId": " other ", "orders": [1, 2]},
    {"profileId": "7", "accountId": None, "__typename": "Profile"},
]


def context(account_id: str | None = "acme") -> Context:
    return Context("request-1", account_id, Loaders(FakeSource({}), Caller(), ANYBODY))


def test_representations_as_routers_write_them_are_read_as_each_alone() -> None:
    each = [profile_lookup(one, context(), View()) for one in USUAL]
    assert usual_lookups(USUAL, context(), View()) == each
    assert [(lookup.account_id, lookup.profile_id) for lookup in each] == [("acme", 2**63 - 1), ("other", 0), ("acme", 7)]


@pytest.mark.parametrize(
    "unusual",
    [
        "x",
        {"__typename": "Order", "profileId": "1"},
        {"profileId": "1"},
        {"__typename": "Profile", "profileId": 1},
        {"__typename": "Profile", "profileId": "01"},
        {"__typename": "Profile", "profileId": "1", "accountId": 2},
        {"__typename": "Profile", "profileId": "1", "\ud800": 1},
    ],
)
def test_one_that_is_written_otherwise_leaves_all_to_be_read_alone(unusual: object) -> None:
    assert usual_lookups([*USUAL, unusual], context(), View()) is None


def test_one_without_any_account_leaves_all_to_be_read_alone() -> None:
    assert usual_lookups(USUAL, context(None), View()) is None
