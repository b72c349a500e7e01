"""The one place that makes and closes things, and that picks the source. Read it to see how the parts fit together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Protocol

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.routing import Route, Router

from app.access_settings import NOT_KEPT, auth_of, is_loopback
from app.auth.fingerprint import Fingerprints
from app.auth.opening import open_scheme, secret
from app.auth.principal import Principal
from app.auth.scheme import Scheme
from app.compiler.compiler import Compiler
from app.context import Client, Context
from app.execution.access_record import open_record
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.policy import introspects, policy_of
from app.loaders import Loaders
from app.opening import open_source
from app.schema.graph import build_schema, executable
from app.settings import Settings, load_settings
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.telemetry import Tracer
from app.telemetry_settings import OFF
from app.web.authentication import authentication
from app.web.compression import Compression
from app.web.counting import Counts, open_counts
from app.web.endpoint import METHODS, GraphQLEndpoint
from app.web.envelope import EnvelopeMiddleware
from app.web.explorer_page import Explorer
from app.web.failures import FailureMiddleware
from app.web.headers import headers_of
from app.web.health import livez, readiness
from app.web.hosts import trusted_hosts
from app.web.measuring import MeasuringMiddleware, Requests
from app.web.metrics import metrics
from app.web.multipart import takes_parts
from app.web.parameters import Limits
from app.web.parts import Parts
from app.web.rate_limit import HEADERS as RATE_HEADERS
from app.web.rate_limit import RateLimit
from app.web.request_id import HEADER as REQUEST_ID_HEADER
from app.web.router_secret import from_router
from app.web.spans import SpanMiddleware
from app.web.status import Statuses

ACCOUNT_HEADER = "X-Account-Id"
COST_HEADER = "X-GraphQL-Cost"
EXPLAIN_HEADER = "X-GraphQL-Explain"
TRACE_HEADER = "Apollo-Federation-Include-Trace"
ACCOUNT, COST, EXPLAIN, TRACE = (header.lower() for header in (ACCOUNT_HEADER, COST_HEADER, EXPLAIN_HEADER, TRACE_HEADER))
RATE = "600/minute"
"""Requests of one address or principal where nothing is set and others than this machine can send some."""


def create_app(settings: Settings, source: Source, tracer: Tracer | None = None) -> Router:
    """Make the gateway in front of ``source``, which it closes when it stops, as it does ``tracer``.

    Starlette's router is all of it: its class for applications adds two layers that look for errors, and ours looks for them already.
    """
    schema = executable(build_schema())
    policy = policy_of(settings)
    record = open_record(settings, schema)
    compiling = ThreadPoolExecutor(1, "compiler")
    compiler = Compiler(schema, settings.document_cache, compiling) if settings.compile_operations else None
    documents = Documents(schema, settings.document_cache, policy)
    engine = Engine(schema, documents, policy, compiler, record)
    upstream = source.upstream if isinstance(source, RestSource) else None
    requests = Requests()
    parts = Parts(requests, engine, documents, compiler, record.recorder if record else None, upstream)
    scheme = open_scheme(settings, Fingerprints(secret(settings.hash_key)))
    counts = open_counts(settings.rate_limit_store.get_secret_value())
    explorer = Explorer(enabled=settings.explorer)
    endpoint = GraphQLEndpoint(
        engine,
        authentication(scheme, *rate_limits(settings, counts)),
        context_maker(settings, source, scheme),
        explorer.page,
        Limits(settings.body_limit, settings.body_timeout, settings.batch_limit),
        Statuses(newer=settings.http_status_codes == "draft"),
        settings.cors_origins,
        kept(settings),
    )
    return Router(
        routes=[
            Route(
                "/graphql",
                endpoint,
                methods=list(METHODS),
                middleware=[*watching(settings, requests, tracer), *hosts(settings), Middleware(Compression)],
            ),
            Route("/livez", livez),
            Route("/readyz", readiness(source, upstream.breaker if upstream else None)),
            *([Route("/metrics", metrics(parts, settings.workers))] if settings.metrics else []),
            *explorer.routes,
        ],
        middleware=[Middleware(EnvelopeMiddleware), Middleware(FailureMiddleware), *cors(settings)],
        lifespan=closing([source, scheme, counts, record, tracer], compiling),
    )


def watching(settings: Settings, requests: Requests, tracer: Tracer | None) -> list[Middleware]:
    """Measure the requests to the graph and trace them, as far as that is wanted."""
    measured = [Middleware(MeasuringMiddleware, requests)] if settings.metrics else []
    return [*measured, *([Middleware(SpanMiddleware, tracer)] if tracer else [])]


def cors(settings: Settings) -> list[Middleware]:
    """Let pages of the origins that the settings name ask; without any, a browser's question is answered with no."""
    if not settings.cors_origins:
        return []
    exposed = (REQUEST_ID_HEADER, *RATE_HEADERS)
    return [Middleware(CORSMiddleware, settings.cors_origins, allow_methods=METHODS, allow_headers=("*",), expose_headers=exposed)]


def hosts(settings: Settings) -> list[Middleware]:
    """Refuse requests for hosts that are not meant."""
    return trusted_hosts(settings.allowed_hosts, settings.host, guarded=asks_who(settings))


def asks_who(settings: Settings) -> bool:
    """Whether callers are asked who they are."""
    return auth_of(settings.model_dump()) != "none"


def rate_limits(settings: Settings, counts: Counts) -> tuple[RateLimit | None, RateLimit | None]:
    """Make the limits of addresses and of principals, unless they are off; callers who are not asked who they are have no default."""
    exposed = not is_loopback(settings.host)
    known = exposed and asks_who(settings)
    rates = {
        "address": settings.rate_limit or (RATE if exposed else "off"),
        "principal": settings.principal_rate_limit or (RATE if known else "off"),
    }
    addresses, principals = (None if rate == "off" else RateLimit(name, rate, counts) for name, rate in rates.items())
    return addresses, principals


def kept(settings: Settings) -> dict[str, str]:
    """Make the headers that say where an answer may be kept, and what else it depends on; without any nobody keeps it."""
    headers = ("Accept", "Authorization", ACCOUNT_HEADER, COST_HEADER, EXPLAIN_HEADER, TRACE_HEADER)
    return {} if settings.cache_control == NOT_KEPT else {"Cache-Control": settings.cache_control, "Vary": ", ".join(headers)}


def explains(settings: Settings) -> bool:
    """Whether answers are explained to who asks; where nothing is set, only to this machine, and if it may ask for the schema."""
    if settings.explain is None:
        return is_loopback(settings.host) and introspects(settings)
    return settings.explain


def context_maker(settings: Settings, source: Source, scheme: Scheme) -> Callable[[Request, Principal], Context]:
    """Make what turns a request into its context."""
    may_explain = explains(settings)

    def make_context(request: Request, principal: Principal) -> Context:
        given = headers_of(request.scope)
        authorization = given.get("authorization") if scheme.hands_on else None
        deadline = asyncio.get_running_loop().time() + settings.upstream_timeout
        return Context(
            request_id=request.scope["request_id"],
            account_id=given.get(ACCOUNT) or settings.account_id,
            loaders=Loaders(source, Caller(authorization, deadline), principal),
            wants_cost=COST in given,
            wants_explanation=may_explain and EXPLAIN in given,
            wants_trace=given.get(TRACE) == "ftv1",
            takes_parts=takes_parts(given.get("accept")),
            client=Client(given.get("apollographql-client-name"), given.get("apollographql-client-version")),
            from_router=from_router(given, settings.router_secret),
            span=request.scope.get("span"),
        )

    return make_context


class Open(Protocol):
    """A part that is closed in the end."""

    async def close(self) -> None:
        """Give back what it holds."""
        ...


def closing(parts: Iterable[Open | None], compiling: ThreadPoolExecutor) -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Close what is open when the application stops."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        yield
        for part in parts:
            if part:
                await part.close()
        compiling.shutdown(wait=False, cancel_futures=True)

    return lifespan


def tracer_of(settings: Settings) -> Tracer | None:
    """Open what traces go to. OpenTelemetry need not be there, and takes time to import, where they are off."""
    if settings.traces == OFF:
        return None
    tracer: Tracer = import_module("app.tracing").open_tracer(settings.traces)
    return tracer


def from_environment() -> Router:
    """Make the application of one worker process."""
    settings = load_settings()
    tracer = tracer_of(settings)
    return create_app(settings, open_source(settings, tracer), tracer)
