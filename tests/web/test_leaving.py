"""A client that leaves stops the work on its answer, down to the source."""

import asyncio
import socket
from collections.abc import Mapping, Sequence
from threading import Event
from urllib.parse import urlsplit

import pytest

from app.application import create_app
from app.settings import Settings
from app.source.protocol import Caller, Found, Lookup
from tests.fake import FakeSource
from tests.suites.serving import serving

WITHIN_S = 10
BODY = b'{"query": "{ profilesByPhone(phoneNumber: \\"1555\\") { profileId } }"}'
POST = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
GET = b"GET /graphql?query=%7BprofilesByPhone(phoneNumber:%221555%22)%7BprofileId%7D%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"


class SlowSource(FakeSource):
    """Never answers, and tells when it is asked and when it is told to stop."""

    def __init__(self) -> None:
        super().__init__({"acme": []})
        self.asked, self.stopped = Event(), Event()

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        self.asked.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        return await super().find(lookups, caller)


@pytest.mark.parametrize("request_bytes", [POST + BODY, GET], ids=["post", "get"])
def test_a_client_that_leaves_stops_its_resolvers(request_bytes: bytes, caplog: pytest.LogCaptureFixture) -> None:
    source = SlowSource()
    with serving(create_app(Settings(account_id="acme"), source)) as address:
        url = urlsplit(address)
        with socket.create_connection((url.hostname or "", url.port or 0)) as client:
            client.sendall(request_bytes)
            assert source.asked.wait(WITHIN_S)
            assert not source.stopped.is_set()
        assert source.stopped.wait(WITHIN_S)
    assert caplog.records == []


def test_a_client_that_leaves_before_its_request_is_whole_is_forgotten(caplog: pytest.LogCaptureFixture) -> None:
    source = SlowSource()
    with serving(create_app(Settings(account_id="acme"), source)) as address:
        url = urlsplit(address)
        with socket.create_connection((url.hostname or "", url.port or 0)) as client:
            client.sendall(POST + BODY[:10])
    assert not source.asked.is_set()
    assert caplog.records == []
