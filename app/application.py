"""The one place that makes and closes things, and that picks the source. Read it to see how the parts fit together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.routing import Route

from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.settings import Settings, load_settings
from app.source.contract import UpstreamContract
from app.source.database import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource, upstream_client
from app.source.sql import SqlSource
from app.web.compression import Compression
from app.web.endpoint import METHODS, GraphQLEndpoint
from app.web.explorer_page import Explorer
from app.web.health import livez, readiness
from app.web.parameters import Limits
from app.web.request_id import HEADER as REQUEST_ID_HEADER
from app.web.request_id import RequestIdMiddleware
from app.web.status import Statuses

ACCOUNT_HEADER = "X-Account-Id"


def create_app(settings: Settings, source: Source) -> Starlette:
    """Make the gateway in front of ``source``, which it closes when it stops."""
    schema = executable(build_schema())
    engine = Engine(schema, Documents(schema, settings.document_cache))
    explorer = Explorer(enabled=settings.explorer)
    endpoint = GraphQLEndpoint(
        engine,
        context_maker(settings, source),
        explorer.page,
        Limits(settings.body_limit, settings.body_timeout, settings.batch_limit),
        Statuses(newer=settings.http_status_codes == "draft"),
        settings.cors_origins,
    )
    return Starlette(
        routes=[
            Route("/graphql", endpoint.answer, methods=list(METHODS), middleware=[Middleware(Compression)]),
            Route("/livez", livez),
            Route("/readyz", readiness(source)),
            *explorer.routes,
        ],
        middleware=[Middleware(RequestIdMiddleware), *cors(settings)],
        lifespan=closing(source),
    )


def cors(settings: Settings) -> list[Middleware]:
    """Let pages of the origins that the settings name ask; without any, a browser's question is answered with no."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(CORSMiddleware, settings.cors_origins, allow_methods=METHODS, allow_headers=("*",), expose_headers=(REQUEST_ID_HEADER,))
    ]


def context_maker(settings: Settings, source: Source) -> Callable[[Request], Context]:
    """Make what turns a request into its context."""

    def make_context(request: Request) -> Context:
        return Context(
            request_id=request.scope["request_id"],
            account_id=request.headers.get(ACCOUNT_HEADER) or settings.account_id,
            loaders=Loaders(source, Caller(request.headers.get("authorization"))),
        )

    return make_context


def closing(source: Source) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Close the source when the application stops."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await source.close()

    return lifespan


def open_source(settings: Settings) -> Source:
    """Open the source that the settings name. The store is checked by the command that serves; here nothing is read yet."""
    if settings.source == "sql":
        return SqlSource(open_database(settings.store_url.get_secret_value()))
    client = upstream_client(str(settings.upstream_url), settings.upstream_timeout, settings.upstream_concurrency)
    contract = UpstreamContract(**settings.upstream_contract)
    return RestSource(client, contract, settings.upstream_concurrency, settings.upstream_timeout, settings.upstream_answer_limit)


def from_environment() -> Starlette:
    """Make the application of one worker process."""
    settings = load_settings()
    return create_app(settings, open_source(settings))
