"""Two ways for a plain proxy to read the upstream: aiohttp's own client, or httpx's over the same connections, as the gateway uses."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

URL = f"{os.environ['BENCH_UPSTREAM']}/{os.environ['BENCH_ACCOUNT']}/Profile/Phone"
FLAGS = {"implied": "true", "includeInactive": "false", "includeConsentHistory": "true"}

Read: TypeAlias = Callable[[str], Awaitable[bytes]]
"""Reads what the upstream answers for a number."""
Client: TypeAlias = Callable[[], AbstractAsyncContextManager[Read]]


@asynccontextmanager
async def over_aiohttp() -> AsyncIterator[Read]:
    async with aiohttp.ClientSession() as session:

        async def read(number: str) -> bytes:
            async with session.get(URL, params={"phoneNumber": number, **FLAGS}) as response:
                response.raise_for_status()
                return await response.read()

        yield read


@asynccontextmanager
async def over_httpx() -> AsyncIterator[Read]:
    async with httpx.AsyncClient(transport=AiohttpTransport(), trust_env=False) as client:

        async def read(number: str) -> bytes:
            response = await client.get(URL, params={"phoneNumber": number, **FLAGS})
            return response.raise_for_status().content

        yield read
