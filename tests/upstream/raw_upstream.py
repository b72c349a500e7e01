"""An upstream down to its bytes: it answers right, or as a fault says, and knows which connections are open."""

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

Welcome: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[bool]]
"""What happens to a connection before its first request; False as its outcome closes it."""


@dataclass
class RawUpstream:
    """Answers every read with one profile that names the credential it was read with.

    Attributes:
        listener: where it listens, or will.
        url: its base.
        welcome: what happens to new connections first.
        fault: what happens instead of an answer, to reads of the segments in ``struck`` (None: to all).
        times: how often the fault strikes.
        asked: the requests so far.
        answering: requests that are being answered now.
        open: the connections that are open now, each as the task that serves it.
        connections_at_most: that were open at the same time.
    """

    listener: socket.socket
    url: str = ""
    welcome: Welcome | None = None
    fault: Fault | None = None
    struck: frozenset[str] | None = None
    times: float = float("inf")
    asked: list[Asked] = field(default_factory=list)
    answering: int = 0
    open: set[asyncio.Task[None]] = field(default_factory=set)
    connections_at_most: int = 0
    _server: asyncio.Server | None = None

    @property
    def connections(self) -> int:
        return len(self.open)

    async def listen(self) -> None:
        """Begin to accept connections; until then they are refused."""
        self._server = await asyncio.start_server(self._connected, sock=self.listener)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.listener.close()
        for task in self.open:
            task.cancel()
        await asyncio.gather(*self.open)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.open.add(task)
        self.connections_at_most = max(self.connections_at_most, self.connections)
        try:
            await self._serve(reader, writer)
        except (asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            pass  # the client left, or the test is over
        finally:
            self.open.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.welcome is None or await self.welcome(reader, writer):
            while await self._answered(await requested(reader), writer):
                pass

    async def _answered(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        self.asked.append(asked)
        self.answering += 1
        try:
            if self.fault and self.times > 0 and (self.struck is None or asked.segment in self.struck):
                self.times -= 1
                return await self.fault(asked, writer) is not False
            return await answers_right(asked, writer)
        finally:
            self.answering -= 1


async def answers_right(asked: Asked, writer: asyncio.StreamWriter) -> bool:
    writer.write(answer(right(asked)))
    await writer.drain()
    return True


async def requested(reader: asyncio.StreamReader) -> Asked:
    request, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if line)
    await reader.readexactly(int(headers.get("content-length", 0)))
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
async def raw_upstream(*, listening: bool = True) -> AsyncIterator[RawUpstream]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    upstream = RawUpstream(listener, f"http://127.0.0.1:{listener.getsockname()[1]}/Profiles/v4")
    if listening:
        await upstream.listen()
    try:
        yield upstream
    finally:
        await upstream.close()


def reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection with RST instead of FIN."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
