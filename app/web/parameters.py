"""A GraphQL request read from HTTP (GraphQL over HTTP, section "Request"). What cannot be read is refused with the right status."""

from collections.abc import Mapping
from typing import Any

import msgspec
from starlette.requests import Request

from app.execution.request import GraphQLRequest

JSON = "application/json"


class RefusedRequest(Exception):
    """A request that is not executed, the status it gets, and the headers that belong to it."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        """Say in public words what to do instead."""
        super().__init__(message)
        self.status = status
        self.headers = headers


class Parameters(msgspec.Struct, rename="camel"):
    """The parameters by their names on the wire; unknown ones are passed over."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None


BODY = msgspec.json.Decoder(Parameters)
OBJECT = msgspec.json.Decoder(dict[str, Any] | None)


async def of_post(request: Request, body_limit: int) -> GraphQLRequest:
    """Read the parameters of a POST from its body.

    Raises:
        RefusedRequest: not JSON, not a GraphQL request, or too large.
    """
    media_type, _, charset = request.headers.get("content-type", "").lower().partition(";")
    if media_type.strip() != JSON:
        raise RefusedRequest(415, "Send the request as application/json.", {"Accept-Post": JSON})
    if "charset" in charset and "utf-8" not in charset:
        raise RefusedRequest(415, "Send the request in UTF-8.", {"Accept-Post": JSON})
    return parameters(await body(request, body_limit))


async def body(request: Request, limit: int) -> bytes:
    """Read a body of at most ``limit`` bytes; one that is longer is not read to its end."""
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > limit:
            raise RefusedRequest(413, f"The body is larger than {limit} bytes.", {"Connection": "close"})
    return bytes(chunks)


def parameters(text: bytes) -> GraphQLRequest:
    """Decode a body."""
    try:
        read = BODY.decode(text)
    except msgspec.ValidationError:
        raise RefusedRequest(
            400, "The body must be an object with the text query, and optionally the text operationName and the object variables."
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedRequest(400, "The body is not valid JSON in UTF-8.") from None
    return GraphQLRequest(read.query, read.operation_name, read.variables)


def of_get(request: Request) -> GraphQLRequest:
    """Read the parameters of a GET from its URL.

    Raises:
        RefusedRequest: there is no query, or the variables are no JSON object.
    """
    query = request.query_params.get("query")
    if not query:
        raise RefusedRequest(400, "The parameter query is missing.")
    try:
        variables = OBJECT.decode(request.query_params.get("variables") or "null")
    except (msgspec.DecodeError, RecursionError):
        raise RefusedRequest(400, "The parameter variables must be a JSON object.") from None
    return GraphQLRequest(query, request.query_params.get("operationName") or None, variables)
