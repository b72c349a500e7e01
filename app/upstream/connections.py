"""The connections: aiohttp's, in httpx's words."""

import ssl
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path

import aiohttp
import httpx
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from httpx_aiohttp import AiohttpTransport
from httpx_aiohttp.transport import AiohttpResponseStream, map_aiohttp_exceptions
from multidict import CIMultiDict
from yarl import URL


class CleanConnector(aiohttp.TCPConnector):
    """Gives no connection out on which bytes arrived while nobody had asked for anything.

    They would be taken for the answer to the next request, which may be another caller's (aiohttp issue 13656).
    """

    async def _get(self, key: ConnectionKey, traces: list[Trace]) -> Connection | None:
        while (connection := await super()._get(key, traces)) is not None:
            if connection.protocol is not None and not connection.protocol.should_close:
                return connection
            connection.close()
        return None


class Connections(AiohttpTransport):
    """Does what its parent does for a request of ours, without what that needs for requests of any kind: a third of its time.

    Addresses stand in httpx's extension ``target``, as they are to be sent: httpx takes longer to read a URL than aiohttp to send it.
    """

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its answer as soon as the head is there."""
        if not isinstance(self.client, aiohttp.ClientSession):
            self.client = self.get_client()
        with map_aiohttp_exceptions():
            response = await self.client.request(
                request.method,
                _address(request),
                headers=CIMultiDict((name.decode(), value.decode()) for name, value in request.headers.raw),
                data=request.read() or None,
                allow_redirects=False,
                auto_decompress=False,
                compress=False,
                timeout=_timeout(**request.extensions["timeout"]),
            )
        return httpx.Response(response.status, headers=response.raw_headers, stream=_Pieces(response), request=request)


class _Pieces(AiohttpResponseStream):
    """A body in pieces as they come, for larger ones than its parent's make fewer."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        super().__init__(response)
        self._content = response.content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with map_aiohttp_exceptions():
            async for piece in self._content.iter_any():
                yield piece


def _address(request: httpx.Request) -> URL:
    target: bytes = request.extensions.get("target", b"")
    return URL(f"{request.url}".rstrip("/") + target.decode(), encoded=True) if target else URL(f"{request.url}")


@lru_cache(maxsize=16)
def _timeout(connect: float, read: float, write: float, pool: float) -> aiohttp.ClientTimeout:  # noqa: ARG001 - aiohttp does not wait to write
    return aiohttp.ClientTimeout(sock_connect=connect, sock_read=read, connect=pool)


def open_transport(connections: int, ca_file: Path | None = None) -> Connections:
    """Make the transport. Call it anywhere; its connections belong to the event loop that first reads.

    Args:
        connections: that are open at the same time, at most.
        ca_file: certificates (PEM) of authorities that are trusted besides the system's.

    Raises:
        OSError: ``ca_file`` cannot be read, or holds no certificate.
    """
    trusted = ssl.create_default_context()
    if ca_file is not None:
        trusted.load_verify_locations(ca_file)

    def session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=CleanConnector(limit=connections, ssl=trusted), cookie_jar=aiohttp.DummyCookieJar())

    return Connections(verify=trusted, client=session)
