"""Who is told how an answer came about: who asks by the header, where that is allowed."""

import pytest

from tests.web.conftest import Connect

QUERY = '{ profilesByPhone(phoneNumber: "1555") { profileId } }'
ASKED = {"X-GraphQL-Explain": "1"}
DATA = {"profilesByPhone": [{"profileId": "1"}]}


@pytest.mark.parametrize("settings", [{}, {"host": "::1"}, {"host": "0.0.0.0", "explain": True}, {"introspection": False, "explain": True}])
async def test_who_asks_is_told_the_plan_beside_the_data(connect: Connect, settings: dict[str, object]) -> None:
    async with connect(**settings) as client:
        told = (await client.post("/graphql", json={"query": QUERY}, headers=ASKED)).json()
        untold = (await client.post("/graphql", json={"query": QUERY})).json()
    assert untold == {"data": DATA}
    assert told == {
        "data": DATA,
        "extensions": {
            "explain": {
                "way": "plain",
                "reason": "source",
                "conditions": {},
                "plan": ["profilesByPhone: profilesByPhone", "  profileId: profile_id"],
                "reads": [
                    {
                        "field": "profilesByPhone",
                        "asks": "one PhoneLookup; implied=false, includeConsentHistory=false, includeInactive=false",
                    }
                ],
            }
        },
    }


@pytest.mark.parametrize("settings", [{"explain": False}, {"host": "0.0.0.0"}, {"introspection": False}, {"profile": "production"}])
async def test_where_it_is_not_allowed_the_answer_comes_without(connect: Connect, settings: dict[str, object]) -> None:
    async with connect(**settings) as client:
        assert (await client.post("/graphql", json={"query": QUERY}, headers=ASKED)).json() == {"data": DATA}


async def test_each_operation_of_a_batch_is_explained(connect: Connect) -> None:
    async with connect(batch_limit=2) as client:
        answers = (await client.post("/graphql", json=[{"query": QUERY}, {"query": "{ __typename }"}], headers=ASKED)).json()
    assert [answer["extensions"]["explain"]["plan"][0] for answer in answers] == [
        "profilesByPhone: profilesByPhone",
        "__typename: __typename",
    ]


async def test_an_answer_that_may_be_kept_is_kept_apart(connect: Connect) -> None:
    async with connect(cache_control="private, max-age=60") as client:
        answer = await client.post("/graphql", json={"query": QUERY}, headers=ASKED)
    assert "X-GraphQL-Explain" in answer.headers["Vary"]
