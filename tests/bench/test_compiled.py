"""The benchmark tells by a gateway's metrics which way its answers came."""

import httpx

from app.application import create_app
from app.settings import Settings
from bench.compiled import Ways, ways_in
from tests.fake import FakeSource


async def test_answers_of_the_plain_way_are_counted_as_such() -> None:
    app = create_app(Settings(account_id="acme"), FakeSource({"acme": []}))  # a source that is not compiled for
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
        for _ in range(3):
            await client.post("/graphql", json={"query": '{ profilesByPhone(phoneNumber: "15550109999") { profileId } }'})
        found = ways_in((await client.get("/metrics")).text)
    assert found == Ways(compiled=0, plain=3)


def test_a_share_is_of_the_answers_since_then() -> None:
    assert Ways(compiled=13, plain=4).share_since(Ways(compiled=10, plain=3)) == 0.75
