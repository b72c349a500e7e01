"""An upstream down to its bytes: it answers right, or as a fault says, and counts the connections that are open."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

NEVER = 3600


@dataclass
class Asked:
    """One request: what the last segment of its path was, with which credential it came, and what else the client sends."""

    segment: str
    credential: str
    rest: asyncio.StreamReader


Fault: TypeAlias = Callable[[Asked, asyncio.StreamWriter], Awaitable[object]]
"""Writes an answer; False as its outcome closes the connection afterwards."""


@dataclass
class RawUpstream:
    """Answers every read with one profile that names the credential it was read with.

    Attributes:
        url: its base.
        fault: what happens instead, to reads of the segments in ``struck`` (None: to all).
        times: how often the fault strikes.
        asked: the requests so far.
        connections: that are open now.
        connections_at_most: that were open at the same time.
    """

    url: str = ""
    fault: Fault | None = None
    struck: frozenset[str] | None = None
    times: float = float("inf")
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    connections_at_most: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.connections_at_most = max(self.connections_at_most, self.connections)
        try:
            while await self._answered(await requested(reader), writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.connections -= 1
            writer.close()

    async def _answered(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        self.asked.append(asked)
        if self.fault and self.times > 0 and (self.struck is None or asked.segment in self.struck):
            self.times -= 1
            return await self.fault(asked, writer) is not False
        writer.write(answer(right(asked)))
        await writer.drain()
        return True


async def requested(reader: asyncio.StreamReader) -> Asked:
    request, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    return Asked(request.split(" ")[1].partition("?")[0].rpartition("/")[2], headers.get("authorization", ""), reader)


def right(asked: Asked) -> bytes:
    """The profile that was asked for; by phone it is number 1."""
    number = int(asked.segment) if asked.segment.isdecimal() else 1
    return msgspec.json.encode([{"ProfileId": number, "IsActive": True, "CustomerType": asked.credential}])


def answer(body: bytes, status: int = 200, length: int | None = None, **headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


@asynccontextmanager
async def raw_upstream() -> AsyncIterator[RawUpstream]:
    upstream = RawUpstream()
    connections: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        try:
            await upstream.serve(reader, writer)
        except asyncio.CancelledError:
            pass  # the test is over
        finally:
            connections.discard(task)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    upstream.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/Profiles/v4"
    try:
        yield upstream
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections)


def reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection with RST instead of FIN."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
