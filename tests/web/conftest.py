"""The gateway's HTTP side over an in-memory source, spoken to without a socket."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import orjson
import pytest

from app.application import create_app
from app.settings import Settings
from app.source.translation import profile_from_json
from tests.fake import FakeSource
from tests.web.redis_server import RedisServer

Connect = Callable[..., httpx.AsyncClient]


@pytest.fixture
def source() -> FakeSource:
    profile = {"ProfileId": 1, "IsActive": True, "PhoneNumbers": [{"PhoneNumber": "1555"}], "Emails": []}
    return FakeSource({"acme": [profile_from_json(orjson.dumps(profile), "acme")]})


@pytest.fixture
def connect(source: FakeSource) -> Connect:
    """Makes a client of a gateway with the settings given."""

    def with_settings(**settings: object) -> httpx.AsyncClient:
        app = create_app(Settings.model_validate({"account_id": "acme", "body_limit": 10_000, **settings}), source)
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost")

    return with_settings


@pytest.fixture
async def client(connect: Connect) -> AsyncIterator[httpx.AsyncClient]:
    async with connect() as client:
        yield client


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()
