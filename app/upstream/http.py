"""Reads of the upstream as HTTP. It follows no redirect, keeps no cookie, and reads nothing from the environment."""

from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from app.errors import UpstreamInvalidResponse
from app.upstream.connection import ERROR_LIMIT
from app.upstream.connections import Connections, Resolve, addresses
from app.upstream.content_coding import decoded
from app.upstream.exceptions import EXCEPTIONS, failure_of_exception
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure, failure_of_error
from app.upstream.limits import Limits
from app.upstream.messages import parted, request


class HttpClient:
    """Asks the upstream, and its token endpoint."""

    def __init__(self, limits: Limits, ca_file: Path | None = None, resolve: Resolve = addresses) -> None:
        """Open nothing yet; arguments and errors are those of ``Connections``."""
        self._connections = Connections(limits, ca_file, resolve)
        self._limit = limits.answer

    async def get(self, url: str, headers: Headers) -> Reply | Failure:
        """Read ``url``, which is sent as it is."""
        return await self._exchanged("GET", url, headers)

    async def post(self, url: str, form: Mapping[str, str], headers: Headers) -> Reply | Failure:
        """Send a form to ``url``."""
        body = urlencode(form).encode()
        typed = [*headers, ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(body)))]
        return await self._exchanged("POST", url, typed, body)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()

    async def _exchanged(self, method: str, url: str, headers: Headers, body: bytes = b"") -> Reply | Failure:
        origin, target = parted(url)
        try:
            message = request(method, origin, target, headers, body)
            return self._read(await self._connections.exchange(origin, message, repeatable=method == "GET"))
        except EXCEPTIONS as error:
            return failure_of_exception(error)
        except UpstreamInvalidResponse as error:
            return failure_of_error(error)

    def _read(self, reply: Reply) -> Reply:
        """Undo the compression, and refuse what is too large, or compressed in a way that was not asked for."""
        coding = reply.headers.get("content-encoding")
        if coding is not None:
            reply = Reply(reply.status, reply.headers, self._decoded(reply, coding))
        if reply.status == HTTPStatus.OK and len(reply.body) > self._limit:
            raise UpstreamInvalidResponse("The upstream's answer is too large to be read.")
        return reply

    def _decoded(self, reply: Reply, coding: str) -> bytes:
        if reply.status == HTTPStatus.OK:
            return decoded(reply.body, coding, self._limit)
        with suppress(UpstreamInvalidResponse):  # its status says enough
            return decoded(reply.body, coding, ERROR_LIMIT)
        return b""
