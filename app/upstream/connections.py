"""The connections: aiohttp's pool, TLS and parser, in httpx's words.

Without aiohttp's own client, which takes twice as long over a small read: it is made for requests of any kind.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.http import RawResponseMessage
from aiohttp.streams import StreamReader
from aiohttp.tracing import Trace
from yarl import URL

Answer: TypeAlias = tuple[RawResponseMessage, StreamReader]
"""The head, and what the body is read from."""

_REPEATABLE = frozenset({"GET"})
_PRELIMINARY = frozenset(range(100, 200)) - {101}
_TARGET = re.compile(rb"[!-~]+")
_ENDS_A_LINE = re.compile(rb"[\r\n\0]")


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


class Connections(httpx.AsyncBaseTransport):
    """Sends requests of ours. aiohttp's errors come through as they are: the table in ``exceptions`` has them."""

    def __init__(self, open_connector: Callable[[], aiohttp.BaseConnector]) -> None:
        """Take connections from a pool, which is opened within the event loop that first reads."""
        self._open_connector = open_connector
        self._connector: aiohttp.BaseConnector | None = None
        self._hosts: dict[tuple[bytes, bytes, int | None], aiohttp.ClientRequest] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, and return its answer as soon as the head is there.

        Its target may stand in httpx's extension ``target``, as it is to be sent: httpx takes longer to read a URL than we to send it.
        """
        message = head(request) + request.read()
        times = _times(**request.extensions["timeout"])
        connection = await self._connection(request.url, times)
        try:
            answer = await _exchanged(connection, message, times.sock_read)
        except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):  # a host may close what waits in the pool at any time
            if request.method not in _REPEATABLE:
                raise
            connection = await self._connection(request.url, times)
            answer = await _exchanged(connection, message, times.sock_read)
        return httpx.Response(answer[0].code, headers=answer[0].raw_headers, stream=_Pieces(connection, answer[1]))

    async def aclose(self) -> None:
        """Close the connections."""
        if self._connector is not None:
            await self._connector.close()

    async def _connection(self, url: httpx.URL, times: aiohttp.ClientTimeout) -> Connection:
        if self._connector is None:
            self._connector = self._open_connector()
        try:
            return await self._connector.connect(self._host(url), [], times)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError from error

    def _host(self, url: httpx.URL) -> aiohttp.ClientRequest:
        """Return what tells aiohttp where to connect; there are two hosts at most, the upstream and the token endpoint."""
        key = (url.raw_scheme, url.raw_host, url.port)
        if key not in self._hosts:
            self._hosts[key] = aiohttp.ClientRequest("GET", URL(f"{url}").origin(), loop=asyncio.get_running_loop())
        return self._hosts[key]


class _Pieces(httpx.AsyncByteStream):
    """A body in pieces as they come."""

    def __init__(self, connection: Connection, content: StreamReader) -> None:
        self._connection = connection
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await self._content.readany():
            yield piece

    async def aclose(self) -> None:
        """Give the connection back. The pool closes it unless the body was read to its end."""
        self._connection.release()


def head(request: httpx.Request) -> bytes:
    """Write the head of a request.

    Raises:
        httpx.LocalProtocolError: something in it would begin another line.
    """
    target: bytes = request.extensions.get("target") or request.url.raw_path
    lines = [b"%b %b HTTP/1.1" % (request.method.encode(), target), *[b"%b: %b" % header for header in request.headers.raw]]
    if not _TARGET.fullmatch(target) or any(map(_ENDS_A_LINE.search, lines)):
        raise httpx.LocalProtocolError("A request's target or one of its headers holds what cannot be sent.")
    return b"\r\n".join([*lines, b"\r\n"])


async def _exchanged(connection: Connection, message: bytes, silence: float | None) -> Answer:
    try:
        return await _final(_sent(connection, message, silence))
    except BaseException:
        connection.close()
        raise


def _sent(connection: Connection, message: bytes, silence: float | None) -> ResponseHandler:
    """Send a request, and return what its answer is read from."""
    if connection.protocol is None or connection.transport is None:
        raise aiohttp.ServerDisconnectedError
    connection.protocol.set_response_params(read_until_eof=True, auto_decompress=False, read_timeout=silence)
    connection.protocol.start_timeout()
    connection.transport.write(message)
    return connection.protocol


async def _final(protocol: ResponseHandler) -> Answer:
    """Wait for the answer that ends the exchange."""
    while (answer := await protocol.read())[0].code in _PRELIMINARY:
        pass
    return answer


@lru_cache(maxsize=16)
def _times(connect: float, read: float, write: float, pool: float) -> aiohttp.ClientTimeout:  # noqa: ARG001 - aiohttp does not wait to write
    return aiohttp.ClientTimeout(sock_connect=connect, sock_read=read, connect=pool)


def open_transport(connections: int, ca_file: Path | None = None) -> Connections:
    """Make the transport. Call it anywhere; its connections belong to the event loop that first reads.

    Args:
        connections: that are open at the same time, at most.
        ca_file: certificates (PEM) of authorities that are trusted besides the system's.

    Raises:
        OSError: ``ca_file`` cannot be read, or holds no certificate.
    """
    trusted = trust(ca_file)
    return Connections(lambda: CleanConnector(limit=connections, ssl=trusted))


def trust(ca_file: Path | None) -> ssl.SSLContext | bool:
    """Return which certificates are trusted. The system's alone are aiohttp's own choice: it reads them while it is imported."""
    if ca_file is None:
        return True
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(ca_file)
    return trusted
