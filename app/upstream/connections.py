"""The connections: aiohttp's, in httpx's words."""

import ssl

import aiohttp
from aiohttp.client_reqrep import ConnectionKey
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from httpx_aiohttp import AiohttpTransport


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


def open_transport(connections: int) -> AiohttpTransport:
    """Make the transport. Call it anywhere; its connections belong to the event loop that first reads."""
    trusted = ssl.create_default_context()

    def session() -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=CleanConnector(limit=connections, ssl=trusted), cookie_jar=aiohttp.DummyCookieJar())

    return AiohttpTransport(verify=trusted, client=session)
