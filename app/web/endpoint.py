"""The endpoint ``/graphql``: HTTP in, one call of the engine, HTTP out (GraphQL over HTTP, working draft)."""

from collections.abc import Callable, Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response

from app.context import Context
from app.execution.engine import Engine
from app.execution.request import Answer, GraphQLRequest
from app.web.media_type import GRAPHQL_RESPONSE, JSON, negotiated
from app.web.parameters import RefusedRequest, of_get, of_post

METHODS = ("GET", "POST")
BAD_REQUEST = "BAD_REQUEST"


class GraphQLEndpoint:
    """Answers GraphQL requests, and shows the explorer to browsers."""

    def __init__(
        self, engine: Engine, make_context: Callable[[Request], Context], page: Callable[[Request], Response], body_limit: int
    ) -> None:
        """Execute with ``engine``, in a context made anew for each request; ``page`` is what browsers get."""
        self._engine = engine
        self._make_context = make_context
        self._page = page
        self._body_limit = body_limit

    async def __call__(self, request: Request) -> Response:
        """Answer one HTTP request."""
        accept = request.headers.get("accept")
        if request.method == "GET" and "text/html" in (accept or "") and "query" not in request.query_params:
            return self._page(request)
        media_type = negotiated(accept)
        try:
            return await self._answer(request, media_type)
        except RefusedRequest as refused:
            return refusal(refused, media_type or JSON)

    async def _answer(self, request: Request, media_type: str | None) -> Response:
        if media_type is None:
            raise RefusedRequest(406, f"Accept {GRAPHQL_RESPONSE} or {JSON}.")
        graphql_request = await self._read(request)
        return responded(await self._engine.execute(graphql_request, self._make_context(request)), media_type)

    async def _read(self, request: Request) -> GraphQLRequest:
        if request.method == "POST":
            return await of_post(request, self._body_limit)
        graphql_request = of_get(request)
        if not self._engine.only_reads(graphql_request):
            raise RefusedRequest(405, "Only queries may come by GET; use POST.", {"Allow": "POST"})
        return graphql_request


def responded(answer: Answer, media_type: str) -> Response:
    """Choose the status: with the older media type a well-formed request is always 200, its errors stand in the body."""
    status = 200 if answer.executed or media_type == JSON else 400
    return Response(answer.body, status, media_type=content_type(media_type))


def refusal(refused: RefusedRequest, media_type: str) -> Response:
    """Answer a request that is not executed with a GraphQL error."""
    errors = [{"message": str(refused), "extensions": {"code": BAD_REQUEST}}]
    headers: Mapping[str, str] | None = refused.headers
    return Response(orjson.dumps({"errors": errors}), refused.status, headers, content_type(media_type))


def content_type(media_type: str) -> str:
    """Name the encoding too: the audits of GraphQL over HTTP ask for it."""
    return f"{media_type}; charset=utf-8"
