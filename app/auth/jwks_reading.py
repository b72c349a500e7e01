"""Where a set of keys is read from: a file, or an issuer's URL."""

import asyncio
import ssl
from pathlib import Path

import httpx

from app.auth.jwks import KeysUnreadable, Read

SECONDS = 5.0
LARGEST = 1_048_576


def is_url(place: str) -> bool:
    """Whether keys come from the network."""
    return "://" in place


def from_file(path: Path) -> Read:
    """Make what reads a file."""

    async def read() -> bytes:
        try:
            return await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise KeysUnreadable(f"the file cannot be read ({type(error).__name__})") from None

    return read


def from_url(url: str) -> Read:
    """Make what asks the issuer; no redirect is followed, and no more than a megabyte is read."""
    trusted = ssl.create_default_context()

    async def read() -> bytes:
        try:
            async with (
                asyncio.timeout(SECONDS),
                httpx.AsyncClient(verify=trusted, trust_env=False) as client,
                client.stream("GET", url) as response,
            ):
                return await body(response)
        except (httpx.HTTPError, TimeoutError) as error:
            raise KeysUnreadable(f"the issuer does not answer ({type(error).__name__})") from None

    return read


async def body(response: httpx.Response) -> bytes:
    """Read an answer with a set of keys."""
    if response.status_code != httpx.codes.OK:
        raise KeysUnreadable(f"the issuer answers {response.status_code}")
    text = bytearray()
    async for chunk in response.aiter_bytes():
        text += chunk
        if len(text) > LARGEST:
            raise KeysUnreadable("the issuer's answer is too large")
    return bytes(text)
