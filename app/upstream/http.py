"""One HTTP exchange, in httpx's words.

Requests go to the transport without an ``httpx.AsyncClient``: its redirects, cookies, authentication and hooks are not wanted here, and
cost 0.3 ms of CPU for each call. Addresses go in httpx's extension ``target``, for httpx takes longer to read one than aiohttp to send a
request. Any transport of httpx that knows the extension, as its own does, can take the place of ours.
"""

import zlib
from collections.abc import AsyncIterable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlencode

import httpx

from app.errors import UpstreamInvalidResponse
from app.upstream.exceptions import EXCEPTIONS, failure_of_exception
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure
from app.upstream.limits import Limits

_ERROR_BODY = 65_536
"""Bytes of an error's body that are looked at: it is only read to tell the two meanings of 403 apart."""
_GZIP = 16 + zlib.MAX_WBITS
_HEADERS: Headers = [("Accept", "application/json"), ("Accept-Encoding", "gzip"), ("User-Agent", "profile-gateway")]


_NOTHING = httpx.ByteStream(b"")


class HttpClient:
    """Asks one upstream. It follows no redirect, keeps no cookie, and reads nothing from the environment."""

    def __init__(self, transport: httpx.AsyncBaseTransport, limits: Limits) -> None:
        """Ask over ``transport``, which is closed with the client."""
        self._transport = transport
        self._answer_limit = limits.answer
        steps = {"connect": limits.connect, "read": limits.silence, "write": limits.silence, "pool": limits.deadline}
        self._extensions = {"timeout": steps}

    async def get(self, url: str, headers: Headers) -> Reply | Failure:
        """Read ``url``, which is sent as it is.

        Raises:
            UpstreamInvalidResponse: the answer is too large, or compressed in a way that was not asked for.
        """
        path = url.index("/", url.index("://") + len("://"))
        extensions = {**self._extensions, "target": url[path:].encode()}
        try:
            origin = _origin(url[:path])
            headers = [("Host", origin.netloc.decode()), *_HEADERS, *headers]
            return await self._exchange(httpx.Request("GET", origin, headers=headers, stream=_NOTHING, extensions=extensions))
        except EXCEPTIONS as error:
            return failure_of_exception(error)

    async def post(self, url: str, form: Mapping[str, str], headers: Headers) -> Reply | Failure:
        """Send a form to ``url``. Raises as ``get`` does."""
        typed = [*_HEADERS, *headers, ("Content-Type", "application/x-www-form-urlencoded")]
        try:
            return await self._exchange(
                httpx.Request("POST", url, content=urlencode(form).encode(), headers=typed, extensions=self._extensions)
            )
        except EXCEPTIONS as error:
            return failure_of_exception(error)

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _exchange(self, request: httpx.Request) -> Reply:
        response = await self._transport.handle_async_request(request)
        response.headers.encoding = "latin-1"  # httpx would try several on each of them
        stream = response.stream
        assert isinstance(stream, httpx.AsyncByteStream), "an asynchronous transport streams asynchronously"
        try:
            return Reply(response.status_code, response.headers, await self._body(response, stream))
        finally:
            await stream.aclose()

    async def _body(self, response: httpx.Response, stream: AsyncIterable[bytes]) -> bytes:
        encoding = response.headers.get("Content-Encoding") or "identity"
        if response.status_code != HTTPStatus.OK:
            with suppress(UpstreamInvalidResponse):  # the status says enough
                return await beginning(stream, encoding, _ERROR_BODY)
            return b""
        body = await beginning(stream, encoding, self._answer_limit)
        if len(body) > self._answer_limit:
            raise UpstreamInvalidResponse("The upstream's answer is too large to be read.")
        return body


@lru_cache(maxsize=16)
def _origin(url: str) -> httpx.URL:
    return httpx.URL(url)


async def beginning(stream: AsyncIterable[bytes], encoding: str, limit: int) -> bytes:
    """Read a body until it ends or exceeds the limit by a byte, decompressed.

    Raises:
        UpstreamInvalidResponse: it cannot be decompressed.
    """
    plain = _Plain() if encoding.lower() == "identity" else _Gzip(encoding)
    pieces: list[bytes] = []
    room = limit + 1
    async for chunk in stream:
        for piece in plain.pieces(chunk, room):
            pieces.append(piece)
            room -= len(piece)
        if room <= 0:
            return b"".join(pieces)
    plain.end()
    return b"".join(pieces)


class _Plain:
    def pieces(self, chunk: bytes, room: int) -> Iterable[bytes]:
        return (chunk[:room],)

    def end(self) -> None:
        """Nothing is left."""


class _Gzip(_Plain):
    """Decompresses no more than there is room for: a small answer may expand a thousand times."""

    def __init__(self, encoding: str) -> None:
        if encoding.lower() not in {"gzip", "x-gzip"}:
            raise UpstreamInvalidResponse
        self._decompressor = zlib.decompressobj(_GZIP)

    def pieces(self, chunk: bytes, room: int) -> Iterable[bytes]:
        try:
            piece = self._decompressor.decompress(chunk, room)
        except zlib.error:
            raise UpstreamInvalidResponse from None
        if self._decompressor.unused_data:  # what follows the end would be collected without a limit
            raise UpstreamInvalidResponse
        return (piece,)

    def end(self) -> None:
        if not self._decompressor.eof:
            raise UpstreamInvalidResponse
