"""One HTTP read of the upstream: the seam at which a retry or a breaker fits."""

from http import HTTPStatus

import httpx

from app.errors import Unauthenticated, UpstreamInvalidResponse
from app.source.rest_errors import error_of_status

_ERROR_BODY = 65_536
"""Bytes of an error's body that are looked at: it is only read to tell the two meanings of 403 apart."""


async def read(client: httpx.AsyncClient, url: str, authorization: str | None, size_limit: int) -> bytes:
    """Return the body of one answer.

    Args:
        client: whose base ``url`` is relative to.
        url: what to read.
        authorization: the caller's header, sent as it is.
        size_limit: bytes that an answer may have, decompressed.

    Raises:
        GatewayError: for a status other than 200 and for an answer beyond the limit.
        Exception: of the table in ``rest_errors``, when the connection fails.
    """
    async with client.stream("GET", url, headers=_headers(authorization)) as response:
        if response.status_code == HTTPStatus.OK:
            return await _body(response, size_limit)
        raise error_of_status(response.status_code, response.headers, await _beginning(response, _ERROR_BODY))


def _headers(authorization: str | None) -> dict[str, str]:
    if authorization is None:
        return {}
    if not (authorization.isascii() and authorization.isprintable()):
        raise Unauthenticated
    return {"Authorization": authorization}


async def _body(response: httpx.Response, limit: int) -> bytes:
    body = await _beginning(response, limit)
    if len(body) > limit:
        raise UpstreamInvalidResponse("The upstream's answer is too large to be read.")
    return body


async def _beginning(response: httpx.Response, limit: int) -> bytes:
    """Read on until there is more than the limit."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        chunks.append(chunk)
        size += len(chunk)
        if size > limit:
            break
    return b"".join(chunks)
