"""The one place that makes and closes things, and that picks the source. Read it to see how the parts fit together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.routing import Route

from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.settings import Settings, load_settings
from app.source.database import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource, upstream_client
from app.source.sql import SqlSource
from app.web.endpoint import METHODS, GraphQLEndpoint
from app.web.explorer_page import explorer_page, explorer_routes
from app.web.health import Readiness, livez
from app.web.request_id import RequestIdMiddleware

ACCOUNT_HEADER = "X-Account-Id"


def create_app(settings: Settings, source: Source) -> Starlette:
    """Make the gateway in front of ``source``, which it closes when it stops. Call it inside no particular loop."""
    schema = executable(build_schema())
    engine = Engine(schema, Documents(schema, settings.document_cache))
    endpoint = GraphQLEndpoint(engine, context_maker(settings, source), explorer_page, settings.body_limit)
    return Starlette(
        routes=[
            Route("/graphql", endpoint, methods=list(METHODS)),
            Route("/livez", livez),
            Route("/readyz", Readiness(source)),
            *explorer_routes(),
        ],
        middleware=[Middleware(RequestIdMiddleware)],
        lifespan=closing(source),
    )


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
    return RestSource(client, concurrency=settings.upstream_concurrency)


def from_environment() -> Starlette:
    """Make the application of one worker process."""
    settings = load_settings({})
    return create_app(settings, open_source(settings))
