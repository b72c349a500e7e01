"""A GraphQL request read from HTTP (GraphQL over HTTP, section "Request"). What cannot be read is refused with the right status."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import msgspec
from starlette.requests import ClientDisconnect, Request

from app.execution.request import GraphQLRequest
from app.web.headers import headers_of
from app.web.status import UNPROCESSABLE

JSON = "application/json"
NO_REQUEST = "The body must be an object with the text query, and optionally the text operationName and the object variables."
BATCHES_ARE_OFF = "Send one request at a time; batches are switched off."

JsonObject: TypeAlias = dict[str, Any] | None


class RefusedRequest(Exception):
    """A request that is not executed, the status it gets, and the headers that belong to it."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None, code: str | None = None) -> None:
        """Say in public words what to do instead; ``code`` where there is a better one than that of a bad request."""
        super().__init__(message)
        self.status = status
        self.headers = headers
        self.code = code


class Limits(msgspec.Struct, frozen=True):
    """How much a client may send.

    Attributes:
        body: bytes of a request's body, at most.
        seconds: how long a body may take to arrive.
        batch: requests in one array, at most; 0 refuses arrays.
    """

    body: int
    seconds: float
    batch: int


class Parameters(msgspec.Struct, rename="camel"):
    """The parameters by their names on the wire; unknown ones are passed over."""

    query: str | msgspec.UnsetType = msgspec.UNSET
    operation_name: str | None = None
    variables: JsonObject = None
    extensions: JsonObject = None
    document_id: str | None = None


Asked: TypeAlias = GraphQLRequest | list[GraphQLRequest]

BODY: msgspec.json.Decoder[Parameters | list[Parameters]] = msgspec.json.Decoder(Parameters | list[Parameters])
OBJECT: msgspec.json.Decoder[JsonObject] = msgspec.json.Decoder(JsonObject)


async def of_post(request: Request, limits: Limits) -> Asked:
    """Read the parameters of a POST from its body: of one request, or of each in a batch.

    Raises:
        RefusedRequest: not JSON, not a GraphQL request, or too much.
    """
    accept(headers_of(request.scope).get("content-type", ""))
    return asked(parameters(await body(request, limits)), limits.batch)


@lru_cache(maxsize=16)
def accept(content_type: str) -> None:
    """Return where a body is JSON by its header; there are few ways to write that."""
    media_type, _, charset = content_type.lower().partition(";")
    if media_type.strip() != JSON:
        raise RefusedRequest(415, "Send the request as application/json.", {"Accept-Post": JSON})
    if "charset" in charset and "utf-8" not in charset:
        raise RefusedRequest(415, "Send the request in UTF-8.", {"Accept-Post": JSON})


async def body(request: Request, limits: Limits) -> bytes:
    """Read a body within the limit; one that goes beyond is not read to its end."""
    chunks: list[bytes] = []
    room = limits.body
    while (message := await request.receive())["type"] == "http.request":
        chunks.append(message.get("body", b""))
        room -= len(chunks[-1])
        if room < 0:
            raise RefusedRequest(413, f"The body is larger than {limits.body} bytes.", {"Connection": "close"})
        if not message.get("more_body"):
            return b"".join(chunks)
    raise ClientDisconnect


def parameters(text: bytes) -> Parameters | list[Parameters]:
    """Decode a body."""
    try:
        return BODY.decode(text)
    except msgspec.ValidationError:
        raise RefusedRequest(UNPROCESSABLE, NO_REQUEST) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise RefusedRequest(400, "The body is not valid JSON in UTF-8.") from None


def asked(read: Parameters | list[Parameters], batch: int) -> Asked:
    """Take one request, or a batch that is not too long."""
    if not isinstance(read, list):
        return wanted(read)
    if not batch:
        raise RefusedRequest(UNPROCESSABLE, BATCHES_ARE_OFF)
    if not 1 <= len(read) <= batch:
        raise RefusedRequest(UNPROCESSABLE, f"A batch must have 1 to {batch} requests.")
    return [wanted(one) for one in read]


def wanted(read: Parameters) -> GraphQLRequest:
    """Check that there is a document, or the id of one."""
    if read.query is not msgspec.UNSET:
        return GraphQLRequest(read.query, read.operation_name, read.variables)
    if read.document_id is not None:
        return GraphQLRequest(None, read.operation_name, read.variables, read.document_id)
    if not is_persisted(read.extensions):
        raise RefusedRequest(UNPROCESSABLE, NO_REQUEST)
    return GraphQLRequest(None, read.operation_name, read.variables, persisted_hash(read.extensions), automatic=True)


def is_persisted(extensions: JsonObject) -> bool:
    """Whether a client hopes that its document is known by the hash (Apollo's automatic persisted queries)."""
    return isinstance((extensions or {}).get("persistedQuery"), Mapping)


def persisted_hash(extensions: JsonObject) -> str:
    """Read that hash; an empty one is nobody's."""
    found = (extensions or {})["persistedQuery"].get("sha256Hash")
    return found if isinstance(found, str) else ""


def of_get(request: Request) -> GraphQLRequest:
    """Read the parameters of a GET from its URL.

    Raises:
        RefusedRequest: there is no query, or the variables or extensions are no JSON object.
    """
    text = {name: request.query_params.get(name) or None for name in ("query", "operationName", "documentId")}
    extensions = None if text["query"] or text["documentId"] else json_object(request, "extensions")
    if not (text["query"] or text["documentId"] or is_persisted(extensions)):
        raise RefusedRequest(UNPROCESSABLE, "The parameter query is missing.")
    read = Parameters(text["query"] or msgspec.UNSET, text["operationName"], json_object(request, "variables"), extensions)
    read.document_id = text["documentId"]
    return wanted(read)


def json_object(request: Request, name: str) -> JsonObject:
    """Read a parameter that is an object in JSON."""
    try:
        return OBJECT.decode(request.query_params.get(name) or "null")
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise RefusedRequest(UNPROCESSABLE, f"The parameter {name} must be a JSON object.") from None
