"""A server on the loopback that answers with exactly the bytes a test gives it, the broken ones included, and records what was asked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

import msgspec

from app.source.rest import RestSource
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Upstream

Script: TypeAlias = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        query = parse_qs(urlsplit(self.target).query, keep_blank_values=True, strict_parsing=True)
        return {name: value for name, [value] in query.items()}


@dataclass
class ScriptedUpstream:
    """Answers every request by ``script``, or by the script that ``scripts`` has for its path."""

    url: str = ""
    script: Script = field(default_factory=lambda: sends(b"[]"))
    scripts: dict[str, Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    open_now: int = 0
    open_at_most: int = 0
    arrivals: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
            asked = Asked(request.split(" ")[1], headers)
            self.asked.append(asked)
            await self._answer(asked, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.open_now += 1
        self.open_at_most = max(self.open_at_most, self.open_now)
        self.arrivals.release()
        try:
            await self.scripts.get(asked.path, self.script)(writer)
        finally:
            self.open_now -= 1


def response(body: bytes, status: int = 200, **headers: str) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    head = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Connection: close", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def sends(body: bytes, status: int = 200, **headers: str) -> Script:
    return sends_raw(response(body, status, **headers))


def sends_profiles(*profiles: dict[str, object]) -> Script:
    return sends(msgspec.json.encode(profiles))


def sends_raw(content: bytes, pause: float = 0) -> Script:
    async def script(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(pause)
        writer.write(content)
        await writer.drain()

    return script


@asynccontextmanager
async def scripted_upstream() -> AsyncIterator[ScriptedUpstream]:
    upstream = ScriptedUpstream()
    server = await asyncio.start_server(upstream.serve, "127.0.0.1", 0)
    upstream.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/Profiles/v4"
    try:
        yield upstream
    finally:
        server.close()


@asynccontextmanager
async def closing(source: RestSource) -> AsyncIterator[RestSource]:
    try:
        yield source
    finally:
        await source.close()


def upstream_at(url: str, **limits: float) -> Upstream:
    """The upstream, given up on soon, and asked once unless a test says otherwise."""
    return open_upstream(url, msgspec.convert({"deadline": 5, "attempts": 1, "unknown_account": 0, **limits}, Limits))
