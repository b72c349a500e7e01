"""The endpoint ``/graphql``: HTTP in, one call of the engine, HTTP out (GraphQL over HTTP, working draft)."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping

import orjson
from msgspec.structs import replace
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.principal import Principal
from app.context import Context
from app.errors import RecordUnavailable
from app.execution.engine import Engine
from app.execution.request import Answer, GraphQLRequest, Outcome
from app.execution.spans import described
from app.seen import Seen
from app.web.answered import Answered, content_type
from app.web.cross_site import from_another_site
from app.web.headers import headers_of
from app.web.media_type import GRAPHQL_RESPONSE, JSON, negotiated
from app.web.multipart import multipart
from app.web.parameters import Asked, Limits, RefusedRequest, of_get, of_post
from app.web.patience import ClientLeft, Patience
from app.web.status import Statuses

METHODS = ("GET", "POST")
BAD_REQUEST = "BAD_REQUEST"
FOREIGN = "Pages of other origins are not answered, unless PROFILES_CORS_ORIGINS names them. Programs may use POST with application/json."


class GraphQLEndpoint:
    """Answers GraphQL requests, and shows the explorer to browsers."""

    def __init__(  # noqa: PLR0913, PLR0917 - application.py names each
        self,
        engine: Engine,
        authenticate: Callable[[Request], Awaitable[Principal]],
        make_context: Callable[[Request, Principal], Context],
        page: Callable[[Request], Response],
        limits: Limits,
        statuses: Statuses,
        origins: Collection[str],
        kept: Mapping[str, str],
    ) -> None:
        """Execute with ``engine``, in a context made anew for each request of whom ``authenticate`` lets in.

        ``page`` is for browsers, and ``kept`` are further headers of answers without errors.
        """
        self._engine = engine
        self._authenticate = authenticate
        self._make_context = make_context
        self._page = page
        self._limits = limits
        self._statuses = statuses
        self._origins = origins
        self._kept = tuple([(name.lower().encode(), value.encode()) for name, value in kept.items()])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> ASGIApp:
        accept = headers_of(request.scope).get("accept")
        if request.method != "POST" and "text/html" in (accept or "") and "query" not in request.query_params:
            return self._page(request)
        media_type = negotiated(accept)
        try:
            return await self._response_as(request, media_type)
        except RefusedRequest as refused:
            return self._refusal(refused, media_type or JSON)
        except RecordUnavailable as error:
            return self._refusal(RefusedRequest(503, str(error), {"Retry-After": "5"}, error.code), media_type or JSON)
        except (ClientLeft, ClientDisconnect):
            return Response(status_code=499)  # goes nowhere

    async def _response_as(self, request: Request, media_type: str | None) -> ASGIApp:
        if media_type is None:
            raise RefusedRequest(406, f"Accept {GRAPHQL_RESPONSE} or {JSON}.")
        if from_another_site(headers_of(request.scope), request.method, self._origins):
            raise RefusedRequest(403, FOREIGN)
        principal = await self._authenticate(request)
        with Patience(request, self._limits.seconds) as patience:
            asked = await self._read(request)
            patience.stay_with_client()
            answer = await self._answer(asked, self._make_context(request, principal))
        if answer.rest is not None:
            return multipart(answer.body, answer.rest)
        kept = self._kept if answer.outcome is Outcome.COMPLETE else ()
        return Answered(answer.body, self._statuses.of_answer(answer.outcome, media_type), media_type, kept)

    async def _answer(self, asked: Asked, context: Context) -> Answer:
        """Execute, and let nothing be read any longer than somebody waits for it."""
        answer = None
        try:
            answer = await self._executed(asked, context)
        finally:
            if answer is None or answer.rest is None:
                context.loaders.stop()
        return answer

    async def _read(self, request: Request) -> Asked:
        if request.method == "POST":
            return await of_post(request, self._limits)
        graphql_request = of_get(request)
        if not await self._engine.only_reads(graphql_request):
            raise RefusedRequest(405, "Only queries may come by GET; use POST.", {"Allow": "POST"})
        return graphql_request

    async def _executed(self, asked: Asked, context: Context) -> Answer:
        """Execute a request, or those of a batch side by side."""
        if isinstance(asked, GraphQLRequest):
            return described(await self._engine.execute(asked, context), context.span)
        answers = await asyncio.gather(*(self._one_of_batch(one, context) for one in asked))
        return Answer(b"[" + b",".join(answer.body for answer in answers) + b"]", Outcome.COMPLETE)

    async def _one_of_batch(self, asked: GraphQLRequest, context: Context) -> Answer:
        own = replace(context, takes_parts=False, seen=Seen())
        if context.span is None:
            return await self._engine.execute(asked, own)
        with context.span.step("operation") as span:
            return described(await self._engine.execute(asked, replace(own, span=span)), span)

    def _refusal(self, refused: RefusedRequest, media_type: str) -> Response:
        """Answer a request that is not executed with a GraphQL error."""
        errors = [{"message": str(refused), "extensions": {"code": refused.code or BAD_REQUEST}}]
        status = self._statuses.of_refusal(refused.status, media_type)
        return Response(orjson.dumps({"errors": errors}), status, refused.headers, content_type(media_type))
