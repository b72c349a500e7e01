"""Only a trusted router may use the subgraph's own fields, where one is configured."""

import httpx
import orjson
import pytest

from app.application import create_app
from app.settings import Settings
from app.source.translation import profile_from_json
from tests.fake import FakeSource

SECRET = "a-secret-of-the-router"
ENTITIES = '{ _entities(representations: [{__typename: "Profile", profileId: "1"}]) { ... on Profile { profileId } } }'
SDL = "{ _service { sdl } }"


def client(secret: str | None) -> httpx.AsyncClient:
    source = FakeSource({"acme": [profile_from_json(orjson.dumps({"ProfileId": 1}), "acme")]})
    app = create_app(Settings(account_id="acme", router_secret=secret), source)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")


@pytest.mark.parametrize("query", [ENTITIES, SDL])
@pytest.mark.parametrize("headers", [{}, {"X-Router-Secret": ""}, {"X-Router-Secret": SECRET[:-1]}, {"X-Router-Secret": f"{SECRET}x"}])
async def test_others_are_refused_each_time_and_keep_what_else_they_ask_for(query: str, headers: dict[str, str]) -> None:
    async with client(SECRET) as gateway:
        for _ in range(3):
            answer = (await gateway.post("/graphql", json={"query": f"{query[:-1]} other: __typename }}"}, headers=headers)).json()
            assert {error["extensions"]["code"] for error in answer["errors"]} == {"FORBIDDEN"}
            assert SECRET not in str(answer)


@pytest.mark.parametrize("query", [ENTITIES, SDL])
async def test_the_router_is_let_in_by_its_secret_and_anybody_where_there_is_none(query: str) -> None:
    for secret, headers in ((SECRET, {"X-Router-Secret": SECRET}), (None, {})):
        async with client(secret) as gateway:
            answer = (await gateway.post("/graphql", json={"query": query}, headers=headers)).json()
        assert "errors" not in answer
        assert answer["data"]


async def test_other_operations_need_no_secret() -> None:
    async with client(SECRET) as gateway:
        answer = (await gateway.post("/graphql", json={"query": '{ profile(profileId: "1") { profileId } }'})).json()
    assert answer == {"data": {"profile": {"profileId": "1"}}}
