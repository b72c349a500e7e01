"""References of a federated router: each position gets its own result or its own error."""

from typing import Any

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
