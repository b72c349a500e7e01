"""The connections to the hosts: those that wait for their next request, and how new ones come about.

aiohappyeyeballs tries the addresses of a name without waiting long for any of them; asyncio does the rest, TLS included.
"""

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

from aiohappyeyeballs import AddrInfoType, start_connection

from app.upstream.connection import Connection
from app.upstream.exceptions import NotConnected, NothingHeard, NotSecure
from app.upstream.exchange import Reply
from app.upstream.limits import Limits
from app.upstream.messages import Origin

Resolve: TypeAlias = Callable[[str, int], Awaitable[Sequence[AddrInfoType]]]
"""Finds the addresses of a host and its port."""

_NEXT_ADDRESS_S: Final = 0.25
"""Until another address of a name is tried beside the first: RFC 8305, section 5."""


async def addresses(host: str, port: int) -> Sequence[AddrInfoType]:
    """Ask the system."""
    return await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)


@cache
def trusted(ca_file: Path | None = None) -> ssl.SSLContext:
    """Return which certificates are trusted: the system's, read when the first secure connection is opened, and those of a file."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    return context


class Connections:
    """Keeps connections, each for the host it was opened to. How many there are is up to how many exchanges run at the same time."""

    def __init__(self, limits: Limits, ca_file: Path | None = None, resolve: Resolve = addresses) -> None:
        """Open nothing yet. Call it anywhere: connections belong to the event loop that first asks.

        Args:
            limits: how far to go for an answer.
            ca_file: certificates (PEM) of authorities that are trusted besides the system's.
            resolve: finds hosts.

        Raises:
            OSError: ``ca_file`` cannot be read, or holds no certificate.
        """
        self._limits = limits
        self._resolve = resolve
        self._trusted = None if ca_file is None else trusted(ca_file)
        self._waiting: defaultdict[Origin, list[Connection]] = defaultdict(list)

    async def exchange(self, origin: Origin, message: bytes, *, repeatable: bool) -> Reply:
        """Send a request and return its answer; over a new connection where the first one ended unheard, and the request is repeatable.

        Raises:
            UpstreamInvalidResponse: what came is no answer.
            TimeoutError: no connection came about in time, or the host fell silent.
            NotConnected: no connection came about.
            NotSecure: no secure one.
            OSError: it ended too early.
        """
        connection = self._waiting_for(origin) or await self._opened(origin)
        try:
            reply = await connection.exchange(message)
        except NothingHeard:
            if not repeatable:
                raise
            connection = await self._opened(origin)
            reply = await connection.exchange(message)
        if connection.reusable:
            self._waiting[origin].append(connection)
        return reply

    async def close(self) -> None:
        """Close the connections that wait. Those of an exchange end with it, where it is cancelled."""
        for connection in [connection for waiting in self._waiting.values() for connection in waiting]:
            connection.close()
        self._waiting.clear()

    def _waiting_for(self, origin: Origin) -> Connection | None:
        """Take the one that waits shortest, so that those which are not needed grow old."""
        waiting = self._waiting[origin]
        while waiting:
            connection = waiting.pop()
            if connection.reusable:
                return connection
        return None

    async def _opened(self, origin: Origin) -> Connection:
        try:
            async with asyncio.timeout(self._limits.connect):
                return await self._connected(origin, await self._reached(origin))
        except TimeoutError:
            raise TimeoutError from None
        except ssl.SSLError:
            raise NotSecure from None
        except (OSError, RuntimeError, UnicodeError):  # as uvloop, and names that are none, may raise
            raise NotConnected from None

    async def _reached(self, origin: Origin) -> socket.socket:
        found = await self._resolve(origin.host, origin.port)
        return await start_connection(found, happy_eyeballs_delay=_NEXT_ADDRESS_S)

    async def _connected(self, origin: Origin, reached: socket.socket) -> Connection:
        security, name = (self._trusted or trusted(), origin.host) if origin.secure else (None, None)
        connection = Connection(self._limits)
        try:
            await asyncio.get_running_loop().create_connection(lambda: connection, sock=reached, ssl=security, server_hostname=name)
        except BaseException:
            reached.close()  # the event loop may not have taken it over
            raise
        return connection
