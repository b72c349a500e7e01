"""The gateway's HTTP side over an in-memory source, spoken to without a socket."""

from collections.abc import AsyncIterator

import httpx
import orjson
import pytest

from app.application import create_app
from app.settings import Settings
from app.source.translation import profile_from_json
from tests.fake import FakeSource


@pytest.fixture
def source() -> FakeSource:
    profile = {"ProfileId": 1, "IsActive": True, "PhoneNumbers": [{"PhoneNumber": "1555"}], "Emails": []}
    return FakeSource({"acme": [profile_from_json(orjson.dumps(profile), "acme")]})


@pytest.fixture
async def client(source: FakeSource) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(account_id="acme", body_limit=10_000), source)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.example") as client:
        yield client
