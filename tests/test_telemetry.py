"""Spans tell which operation ran, what it asked of whom and how that ended, and nothing of anybody. Without them nothing is paid."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from app.application import create_app
from app.settings import Settings
from app.source.opening import open_database
from app.source.protocol import Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.telemetry import Kind
from app.tracing import OpenTelemetryTracer
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.web.envelope import EnvelopeMiddleware
from app.web.spans import SpanMiddleware
from tests.source.stored import store
from tests.upstream.in_memory import UNREACHED, InMemory

NUMBER = "15550109999"
BY_PHONE = f'query Who {{ profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId consents {{ type }} }} }}'
BY_VARIABLE = "query Who($n: String!) { profilesByPhone(phoneNumber: $n) { profileId } }"
BY_ID = 'query One { profile(profileId: "15550109999") { profileId } }'
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
PERSON = {"ProfileId": 7, "PhoneNumbers": [{"PhoneNumber": NUMBER}], "Consents": [{"ConsentType": "canary"}]}


class Upstream(InMemory):
    """Answers with the statuses given, then with one person."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[dict[str, str]] = []

    async def get(self, url: str, headers: Headers) -> Reply | Failure:  # noqa: ARG002
        self.requests.append(dict(headers))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 0:
            return UNREACHED
        return Reply(status, {"retry-after": "0"}, json.dumps([PERSON]).encode())


class Traced:
    """What a gateway tells while it is asked."""

    def __init__(self) -> None:
        self._exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.tracer = OpenTelemetryTracer(provider)

    @asynccontextmanager
    async def gateway(self, source: Source, **settings: object) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(Settings.model_validate({"account_id": "acme", "auth": "none", **settings}), source, self.tracer)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with app.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield client

    @asynccontextmanager
    async def rest(self, upstream: Upstream) -> AsyncIterator[httpx.AsyncClient]:
        source = RestSource(open_upstream("http://upstream.example/v4", Limits(), http=upstream, tracer=self.tracer))
        async with self.gateway(source) as client:
            yield client

    @property
    def spans(self) -> Sequence[ReadableSpan]:
        return self._exporter.get_finished_spans()

    def of(self, kind: SpanKind) -> list[ReadableSpan]:
        return [span for span in self.spans if span.kind is kind]

    def text(self) -> str:
        return "\n".join(span.to_json() for span in self.spans)


@pytest.fixture
def traced() -> Traced:
    return Traced()


async def ask(client: httpx.AsyncClient, query: str, **headers: str) -> httpx.Response:
    return await client.post("/graphql", json={"query": query}, headers=headers)


def noted(span: ReadableSpan) -> Mapping[str, Any]:
    return span.attributes or {}


async def test_a_request_is_a_span_that_is_named_for_its_operation(traced: Traced) -> None:
    async with traced.rest(Upstream()) as client:
        variables = {"query": BY_VARIABLE, "variables": {"n": NUMBER}}
        await client.post("/graphql", json=variables, headers={"x-request-id": "r-1"})
    [span] = traced.of(SpanKind.SERVER)
    assert span.name == "query Who"
    assert noted(span) == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": 200,
        "profiles.request_id": "r-1",
        "profiles.document": f"sha256:{hashlib.sha256(BY_VARIABLE.encode()).hexdigest()}",
        "graphql.operation.type": "query",
        "graphql.operation.name": "Who",
        "profiles.outcome": "complete",
        "profiles.way": "plain",
    }


async def test_a_document_that_holds_a_number_has_no_hash_by_which_it_could_be_guessed(traced: Traced) -> None:
    async with traced.rest(Upstream()) as client:
        await ask(client, BY_PHONE)
    assert hashlib.sha256(BY_PHONE.encode()).hexdigest() not in traced.text()


async def test_it_says_when_a_plan_answered(traced: Traced) -> None:
    async with traced.rest(Upstream()) as client, asyncio.timeout(5):
        while not any(noted(span)["profiles.way"] == "compiled" for span in traced.of(SpanKind.SERVER)):
            await ask(client, BY_PHONE)
    assert noted(traced.of(SpanKind.SERVER)[0])["profiles.way"] == "plain"


@pytest.mark.parametrize(
    ("query", "outcome", "codes"),
    [
        ("{", "unreadable", ("GRAPHQL_PARSE_FAILED",)),
        ("query canary { wrong }", "invalid", ("GRAPHQL_VALIDATION_FAILED",)),
        ('{ profile(profileId: "canary") { profileId } }', "partial", ("BAD_USER_INPUT",)),
        ("query ($n: Int!) { __typename @skip(if: true) @include(if: $n) }", "invalid", ("GRAPHQL_VALIDATION_FAILED",)),
    ],
)
async def test_it_says_how_a_request_that_went_wrong_ended(traced: Traced, query: str, outcome: str, codes: tuple[str, ...]) -> None:
    async with traced.rest(Upstream()) as client:
        await ask(client, query)
    [span] = traced.of(SpanKind.SERVER)
    assert (noted(span)["profiles.outcome"], noted(span)["profiles.error_codes"]) == (outcome, codes)
    assert "canary" not in span.to_json()


async def test_requests_that_are_no_graphql_have_spans_with_their_status(traced: Traced) -> None:
    async with traced.rest(Upstream()) as client:
        await client.post("/graphql", content=b"canary", headers={"content-type": "text/canary", "user-agent": "canary"})
        await client.get("/livez")
    [span] = traced.spans
    assert (span.name, noted(span)["http.response.status_code"]) == ("POST /graphql", 415)
    assert "canary" not in traced.text()


async def test_each_attempt_of_an_upstream_call_is_a_span_below_it(traced: Traced) -> None:
    async with traced.rest(Upstream(503, 0)) as client:
        await ask(client, BY_PHONE)
    [request] = traced.of(SpanKind.SERVER)
    calls = traced.of(SpanKind.CLIENT)
    assert request.context
    assert {call.parent.span_id for call in calls if call.parent} == {request.context.span_id}
    assert [call.name for call in calls] == ["GET /{accountId}/Profile/Phone"] * 3
    assert [noted(call)["profiles.upstream.attempt"] for call in calls] == [1, 2, 3]
    assert [noted(call).get("http.response.status_code") for call in calls] == [503, None, 200]
    assert [noted(call).get("error.type") for call in calls] == ["503", "UPSTREAM_UNAVAILABLE", None]
    assert [call.status.status_code for call in calls] == [StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET]


async def test_nothing_of_anybody_is_in_them(traced: Traced) -> None:
    async with traced.rest(Upstream(503, 0, 200, 404)) as client:
        for query in (BY_PHONE, BY_ID):
            await ask(client, query, authorization="Bearer canary", tracestate="canary=canary", baggage="canary=canary")
    assert len(traced.of(SpanKind.CLIENT)) == 4
    assert [value for value in (NUMBER, "canary", '"acme"') if value in traced.text()] == []


async def test_the_trace_of_a_client_goes_on_to_the_upstream(traced: Traced) -> None:
    upstream = Upstream()
    state = {"tracestate": "canary=canary", "baggage": "canary=canary"}
    async with traced.rest(upstream) as client:
        await ask(client, BY_PHONE, traceparent=f"00-{TRACE}-{PARENT}-01", **state)
    [request], [call] = traced.of(SpanKind.SERVER), traced.of(SpanKind.CLIENT)
    assert request.parent
    assert call.context
    assert (f"{request.parent.trace_id:032x}", f"{request.parent.span_id:016x}") == (TRACE, PARENT)
    sent = upstream.requests[0]
    assert sent["traceparent"] == f"00-{TRACE}-{call.context.span_id:016x}-01"
    assert {"tracestate", "baggage"}.isdisjoint(sent)


async def test_a_client_that_does_not_sample_gets_no_spans_but_its_trace_goes_on(traced: Traced) -> None:
    upstream = Upstream()
    async with traced.rest(upstream) as client:
        await ask(client, BY_PHONE, traceparent=f"00-{TRACE}-{PARENT}-00")
    assert traced.spans == ()
    assert upstream.requests[0]["traceparent"].startswith(f"00-{TRACE}-")


@pytest.mark.parametrize(
    "given", ["canary", f"00-{TRACE}-{PARENT}", f"00-{'0' * 32}-{PARENT}-01", f"00-{TRACE}-{PARENT}-01-canary", "x" * 999]
)
async def test_a_trace_that_is_none_is_begun_anew(traced: Traced, given: str) -> None:
    async with traced.rest(Upstream()) as client:
        await ask(client, BY_PHONE, traceparent=given)
    [request] = traced.of(SpanKind.SERVER)
    assert request.parent is None
    assert "canary" not in request.to_json()


async def test_operations_of_a_batch_are_parts_of_its_request(traced: Traced) -> None:
    source = RestSource(open_upstream("http://upstream.example/v4", Limits(), http=Upstream(), tracer=traced.tracer))
    async with traced.gateway(source, batch_limit=2) as client:
        await client.post("/graphql", json=[{"query": BY_PHONE}, {"query": "{"}])
    [request] = traced.of(SpanKind.SERVER)
    parts = traced.of(SpanKind.INTERNAL)
    assert request.context
    assert request.name == "POST /graphql"
    assert {part.parent.span_id for part in parts if part.parent} == {request.context.span_id}
    assert sorted((part.name, noted(part)["profiles.outcome"]) for part in parts) == [
        ("operation", "unreadable"),
        ("query Who", "complete"),
    ]


@pytest.mark.parametrize("name", ["N15550109999", "x" * 80])
async def test_a_name_that_could_be_anybodys_number_names_no_span(traced: Traced, name: str) -> None:
    async with traced.rest(Upstream()) as client:
        await ask(client, f"query {name} {{ __typename }}")
    [span] = traced.spans
    assert (span.name, noted(span).get("graphql.operation.name")) == ("query", None)


async def test_statements_of_a_store_are_spans_with_their_edge_and_rows(traced: Traced, tmp_path: Path) -> None:
    url = await asyncio.to_thread(store, [PERSON], "acme", f"sqlite:///{tmp_path / 'profiles.sqlite3'}")
    async with traced.gateway(SqlSource(open_database(url), traced.tracer)) as client:
        answer = await ask(client, BY_PHONE)
    assert "canary" in answer.text
    found = {call.name: noted(call)["db.response.returned_rows"] for call in traced.of(SpanKind.CLIENT)}
    assert found == {"store: PhoneLookup": 1, "store: CONSENTS_BY_PROFILE": 1}
    assert [value for value in (NUMBER, "canary") if value in traced.text()] == []


async def test_a_failure_is_told_by_its_name_without_its_text(traced: Traced) -> None:
    with pytest.raises(RuntimeError), traced.tracer.span("work", Kind.STEP, {}):
        raise RuntimeError("canary")
    [span] = traced.spans
    assert (noted(span)["error.type"], span.status.status_code, span.status.description) == ("RuntimeError", StatusCode.ERROR, None)
    assert "canary" not in span.to_json()


async def test_a_request_that_the_gateway_fails_is_a_failed_span(traced: Traced) -> None:
    async def nowhere(_: Message) -> None:
        """Take what is sent."""

    async def nothing() -> Message:
        raise AssertionError("there is no body to read")

    scope: Scope = {"type": "http", "method": "POST", "headers": []}
    await EnvelopeMiddleware(SpanMiddleware(PlainTextResponse("canary", 503), traced.tracer))(scope, nothing, nowhere)
    [span] = traced.spans
    assert (noted(span)["error.type"], span.status.status_code) == ("503", StatusCode.ERROR)
