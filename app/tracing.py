"""Spans by OpenTelemetry, which the extra ``tracing`` installs. Imported only where traces are wanted.

Sampling, the headers and certificates of the collector, and attributes of the deployment are set as everywhere with OpenTelemetry's own
``OTEL_…`` variables, which the SDK reads. Of a client's headers only ``traceparent`` is used: it is nothing but hexadecimal digits, while
``tracestate`` and ``baggage`` hold whatever a client puts there.
"""

import asyncio
import sys
import threading
from collections.abc import Mapping
from contextvars import Token
from types import TracebackType
from typing import Final, Self

from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from app.telemetry import Attributes, Kind

SERVICE: Final = "profile-gateway"
CONSOLE: Final = "console"
LAST_WORDS_S: Final = 3.0

KINDS: Final[Mapping[Kind, trace.SpanKind]] = {
    Kind.REQUEST: trace.SpanKind.SERVER,
    Kind.CALL: trace.SpanKind.CLIENT,
    Kind.STEP: trace.SpanKind.INTERNAL,
}
HEADERS: Final = TraceContextTextMapPropagator()


class OpenTelemetrySpan:
    """A span that OpenTelemetry records, unless its sampler leaves it out. Of exceptions it tells the class: their texts may hold anything.

    It is a block by itself, for OpenTelemetry's ``start_as_current_span`` is two generators around each other, which cost half a span.
    """

    def __init__(self, span: trace.Span, tracer: "OpenTelemetryTracer") -> None:
        """Wrap a span that was started; it ends with the block."""
        self._span = span
        self._tracer = tracer
        self._outer: Token[Context] | None = None

    def __enter__(self) -> Self:
        """Let what is begun in the block belong to this span."""
        self._outer = attach(trace.set_span_in_context(self._span))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        """End the span."""
        assert self._outer is not None, "a block ends after it began"
        if kind is not None:
            self.fail(kind.__name__)
        detach(self._outer)
        self._span.end()

    @property
    def recorded(self) -> bool:
        """Whether the sampler took it."""
        return self._span.is_recording()

    def rename(self, name: str) -> None:
        """Name the work."""
        self._span.update_name(name)

    def note(self, attributes: Attributes) -> None:
        """Add attributes."""
        self._span.set_attributes(attributes)

    def fail(self, kind: str) -> None:
        """Mark the span as failed."""
        self._span.set_attribute("error.type", kind)
        self._span.set_status(trace.StatusCode.ERROR)

    def headers(self) -> list[tuple[str, str]]:
        """Return ``traceparent``."""
        headers: dict[str, str] = {}
        HEADERS.inject(headers, trace.set_span_in_context(self._span))
        return list(headers.items())

    def step(self, name: str) -> "OpenTelemetrySpan":
        """Begin a part; it runs inside this span's block."""
        return self._tracer.span(name, Kind.STEP, {})


class OpenTelemetryTracer:
    """Begins spans of one provider, which is the application's own: nothing is registered for the whole process."""

    def __init__(self, provider: TracerProvider) -> None:
        """Begin spans of ``provider``, which is shut down in the end."""
        self._provider = provider
        self._tracer = provider.get_tracer(SERVICE)

    def span(self, name: str, kind: Kind, attributes: Attributes, traceparent: str | None = None) -> OpenTelemetrySpan:
        """Begin a piece of work."""
        parent = HEADERS.extract({"traceparent": traceparent}) if traceparent else None
        return OpenTelemetrySpan(self._tracer.start_span(name, parent, KINDS[kind], attributes), self)

    async def close(self) -> None:
        """Export what is left, unless that takes too long: a collector that is gone must not keep the process."""
        ending = threading.Thread(target=self._provider.shutdown, name="last spans", daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, LAST_WORDS_S)


def open_tracer(place: str) -> OpenTelemetryTracer:
    """Make the tracer of the application, whose spans go to ``console`` or to the URL of a collector."""
    exporter = ConsoleSpanExporter(out=sys.stdout, formatter=line) if place == CONSOLE else OTLPSpanExporter(endpoint=place)
    resource = Resource.create().merge(Resource({"service.name": SERVICE})).merge(OTELResourceDetector().detect())
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return OpenTelemetryTracer(provider)


def line(span: ReadableSpan) -> str:
    """Write a span as one line of JSON."""
    return f"{span.to_json(indent=None)}\n"
