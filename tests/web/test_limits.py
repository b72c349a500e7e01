"""What an operation may cost, seen from outside: refused before any source is asked, or measured."""

import pytest

from tests.fake import FakeSource
from tests.web.conftest import Connect

LOOKUP = 'profilesByPhone(phoneNumber: "1555") { profileId emails { address } }'
REPRESENTATION = {"__typename": "Profile", "profileId": "1"}
ENTITIES = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Profile { profileId } } }"


def lookups(count: int) -> str:
    return "{ " + " ".join(f"a{number}: {LOOKUP}" for number in range(count)) + " }"


@pytest.mark.parametrize(
    ("body", "settings", "code"),
    [
        ({"query": lookups(3)}, {"limit_reads": 2}, "TOO_MANY_READS"),
        ({"query": lookups(1)}, {"limit_cost": 100}, "TOO_COSTLY"),
        ({"query": ENTITIES, "variables": {"r": [REPRESENTATION] * 3}}, {"limit_reads": 2}, "TOO_MANY_READS"),
        ({"query": ENTITIES, "variables": {"r": [REPRESENTATION] * 9}}, {"limit_cost": 50}, "TOO_COSTLY"),
        ({"query": lookups(1)}, {"limit_tokens": 5}, "TOO_MANY_TOKENS"),
        ({"query": lookups(21)}, {}, "TOO_MANY_ROOT_FIELDS"),
    ],
)
async def test_what_is_too_large_is_refused_before_the_source_is_asked(
    connect: Connect, source: FakeSource, body: dict[str, object], settings: dict[str, int], code: str
) -> None:
    async with connect(**settings) as client:
        answer = (await client.post("/graphql", json=body)).json()
    assert answer["errors"][0]["extensions"]["code"] == code
    assert "data" not in answer
    assert source.finds == []


async def test_the_same_document_is_refused_or_not_by_its_variables(connect: Connect) -> None:
    async with connect(limit_reads=2) as client:
        answers = [await client.post("/graphql", json={"query": ENTITIES, "variables": {"r": [REPRESENTATION] * n}}) for n in (2, 3, 2)]
    assert ["errors" in answer.json() for answer in answers] == [False, True, False]


async def test_the_operations_of_a_batch_share_the_limits(connect: Connect) -> None:
    async with connect(batch_limit=3, limit_cost=450) as client:
        answers = (await client.post("/graphql", json=[{"query": lookups(1)}] * 3)).json()
        alone = (await client.post("/graphql", json={"query": lookups(1)})).json()
    assert ["errors" in answer for answer in [*answers, alone]] == [False, False, True, False]
    assert answers[2]["errors"][0]["extensions"] == {"code": "TOO_COSTLY", "limit": 450, "measured": 630}


async def test_the_operation_that_is_named_is_the_one_that_counts(connect: Connect) -> None:
    query = f"query Large {{ {LOOKUP} }} query Small {{ __typename }}"
    async with connect(limit_cost=100) as client:
        small = await client.post("/graphql", json={"query": query, "operationName": "Small"})
        large = await client.post("/graphql", json={"query": query, "operationName": "Large"})
    assert small.json() == {"data": {"__typename": "Query"}}
    assert large.json()["errors"][0]["extensions"]["code"] == "TOO_COSTLY"


async def test_where_limits_are_only_measured_every_answer_says_what_it_cost(connect: Connect) -> None:
    async with connect(limits="measure", limit_reads=1) as client:
        answer = (await client.post("/graphql", json={"query": lookups(2)})).json()
    assert answer["extensions"] == {"cost": {"estimated": 2 * (10 + 50 * 4), "actual": 10 + 2, "sourceReads": 1}}
    assert [len(found) for found in answer["data"].values()] == [1, 1]


@pytest.mark.parametrize(("headers", "told"), [({}, False), ({"X-GraphQL-Cost": "1"}, True)])
async def test_who_asks_for_it_is_told_the_cost(connect: Connect, headers: dict[str, str], told: bool) -> None:
    async with connect() as client:
        answer = (await client.post("/graphql", json={"query": lookups(1)}, headers=headers)).json()
    assert ("extensions" in answer) == told


async def test_limits_can_be_switched_off(connect: Connect) -> None:
    async with connect(limits="off", limit_reads=1, limit_aliases=0) as client:
        answer = (await client.post("/graphql", json={"query": lookups(30)})).json()
    assert len(answer["data"]) == 30


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query ($number: ID!) { profile(profileId: $number) { profileId } }", {"numbr": "1"}),
        ("query ($flag: Boolean!) { profile(profileId: 1, includeImplied: $flag) { profileId } }", {"flag": "tru"}),
        ("{ profil }", {}),
        ("query Known { __typename }", {"operationName": "Knwn"}),
    ],
)
async def test_nothing_is_suggested_in_any_answer_where_suggestions_are_off(
    connect: Connect, query: str, variables: dict[str, str]
) -> None:
    async with connect(suggestions=False) as client:
        answer = await client.post(
            "/graphql", json={"query": query, "variables": variables, "operationName": variables.get("operationName")}
        )
    assert answer.json()["errors"]
    assert "Did you mean" not in answer.text
