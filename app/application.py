"""The one place that makes and closes things, and that picks the source. Read it to see how the parts fit together."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.routing import Route

from app.auth.fingerprint import Fingerprints
from app.auth.opening import open_scheme, secret
from app.auth.principal import Principal
from app.auth.scheme import Scheme
from app.compiler.compiler import Compiler
from app.context import Client, Context
from app.execution.access_record import AccessRecord, open_record
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.policy import policy_of
from app.loaders import Loaders
from app.opening import open_source
from app.schema.graph import build_schema, executable
from app.settings import Settings, load_settings
from app.source.protocol import Caller, Source
from app.web.authentication import authentication
from app.web.compression import Compression
from app.web.endpoint import METHODS, GraphQLEndpoint
from app.web.explorer_page import Explorer
from app.web.failures import FailureMiddleware
from app.web.health import livez, readiness
from app.web.multipart import takes_parts
from app.web.parameters import Limits
from app.web.rate_limit import RateLimitMiddleware
from app.web.request_id import HEADER as REQUEST_ID_HEADER
from app.web.request_id import RequestIdMiddleware
from app.web.router_secret import from_router
from app.web.security_headers import SecurityHeadersMiddleware
from app.web.status import Statuses

ACCOUNT_HEADER = "X-Account-Id"
COST_HEADER = "X-GraphQL-Cost"
TRACE_HEADER = "Apollo-Federation-Include-Trace"
RATE = "600/minute"
"""Requests of one address where nothing is set and others than this machine can send some."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def create_app(settings: Settings, source: Source) -> Starlette:
    """Make the gateway in front of ``source``, which it closes when it stops."""
    schema = executable(build_schema())
    policy = policy_of(settings)
    record = open_record(settings, schema)
    compiling = ThreadPoolExecutor(1, "compiler")
    compiler = Compiler(schema, settings.document_cache, compiling) if settings.compile_operations else None
    engine = Engine(schema, Documents(schema, settings.document_cache, policy), policy, compiler, record)
    scheme = open_scheme(settings, Fingerprints(secret(settings.hash_key)))
    explorer = Explorer(enabled=settings.explorer)
    endpoint = GraphQLEndpoint(
        engine,
        authentication(scheme),
        context_maker(settings, source, scheme),
        explorer.page,
        Limits(settings.body_limit, settings.body_timeout, settings.batch_limit),
        Statuses(newer=settings.http_status_codes == "draft"),
        settings.cors_origins,
    )
    return Starlette(
        routes=[
            Route("/graphql", endpoint.answer, methods=list(METHODS), middleware=[*rate_limit(settings), Middleware(Compression)]),
            Route("/livez", livez),
            Route("/readyz", readiness(source)),
            *explorer.routes,
        ],
        middleware=[Middleware(RequestIdMiddleware), Middleware(SecurityHeadersMiddleware), Middleware(FailureMiddleware), *cors(settings)],
        lifespan=closing(source, scheme, record, compiling),
    )


def cors(settings: Settings) -> list[Middleware]:
    """Let pages of the origins that the settings name ask; without any, a browser's question is answered with no."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(CORSMiddleware, settings.cors_origins, allow_methods=METHODS, allow_headers=("*",), expose_headers=(REQUEST_ID_HEADER,))
    ]


def rate_limit(settings: Settings) -> list[Middleware]:
    """Count the requests of each address, unless that is off."""
    rate = settings.rate_limit or ("off" if settings.host in LOOPBACK else RATE)
    return [] if rate == "off" else [Middleware(RateLimitMiddleware, rate, settings.rate_limit_store.get_secret_value())]


def context_maker(settings: Settings, source: Source, scheme: Scheme) -> Callable[[Request, Principal], Context]:
    """Make what turns a request into its context."""

    def make_context(request: Request, principal: Principal) -> Context:
        authorization = request.headers.get("authorization") if scheme.hands_on else None
        deadline = asyncio.get_running_loop().time() + settings.upstream_timeout
        return Context(
            request_id=request.scope["request_id"],
            account_id=request.headers.get(ACCOUNT_HEADER) or settings.account_id,
            loaders=Loaders(source, Caller(authorization, deadline), principal),
            wants_cost=COST_HEADER in request.headers,
            wants_trace=request.headers.get(TRACE_HEADER) == "ftv1",
            takes_parts=takes_parts(request.headers.get("accept")),
            client=Client(*(request.headers.get(f"apollographql-client-{what}") for what in ("name", "version"))),
            from_router=from_router(request, settings.router_secret),
        )

    return make_context


def closing(
    source: Source, scheme: Scheme, record: AccessRecord | None, compiling: ThreadPoolExecutor
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Close what is open when the application stops."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await source.close()
        await scheme.close()
        if record:
            await record.close()
        compiling.shutdown(wait=False, cancel_futures=True)

    return lifespan


def from_environment() -> Starlette:
    """Make the application of one worker process."""
    settings = load_settings()
    app = create_app(settings, open_source(settings))
    # What is there now stays for good: collections that look at it again cost time and find nothing.
    gc.collect()
    gc.freeze()
    return app
