"""What the gateway's parts counted, as families of metrics.

Parts count in plain numbers while they work; here those are read when somebody asks, so that counting costs next to nothing. Labels have
few values, and none of them is a client's or a person's.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from app.compiler.compiler import Compiler
from app.execution.documents import Documents
from app.recording import Recorder
from app.upstream.breaker import State
from app.upstream.calling import NO_STATUS
from app.upstream.upstream import Upstream
from app.web.measuring import BOUNDS_S, Requests
from app.web.parts import Parts

TELLING: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Statuses of upstream calls that are counted each by itself; the upstream decides which others there are."""


def families(parts: Parts) -> Iterator[Metric]:
    """Yield everything that was counted."""
    yield from of_requests(parts.requests)
    yield counters("profiles_answers_with_errors", "Answers that hold an error of this code.", "code", parts.engine.codes)
    yield from of_documents(parts.documents)
    if parts.compiler:
        yield from of_compiler(parts.compiler)
    if parts.recorder:
        yield from of_record(parts.recorder)
    if parts.upstream:
        yield from of_calls(parts.upstream)
        yield from of_guards(parts.upstream)


def of_requests(requests: Requests) -> Iterator[Metric]:
    """Requests to the graph."""
    statuses = grouped(requests.statuses.items())
    yield counters("profiles_requests", "Requests to the graph, by the class of their HTTP status.", "status", statuses)
    bounds = [*map(str, BOUNDS_S), "+Inf"]
    buckets = list(zip(bounds, requests.up_to(), strict=True))
    yield HistogramMetricFamily(
        "profiles_request_duration_seconds", "Seconds until a request's last byte was sent.", buckets, requests.seconds
    )


def of_documents(documents: Documents) -> Iterator[Metric]:
    """The cache of documents."""
    yield GaugeMetricFamily("profiles_documents_kept", "Documents that are known, parsed and validated.", documents.kept)
    yield CounterMetricFamily("profiles_documents_read", "Documents that were parsed and validated.", documents.read)


def of_compiler(compiler: Compiler) -> Iterator[Metric]:
    """Compiled operations."""
    counted = compiler.counters
    yield CounterMetricFamily("profiles_compiler_hits", "Operations that a plan answered.", counted.hits)
    yield CounterMetricFamily("profiles_compiler_compiled", "Operations that were compiled, or could not be.", counted.compiled)
    yield CounterMetricFamily("profiles_compiler_seconds", "Seconds spent on compiling, beside the requests.", counted.compile_seconds)
    yield counters("profiles_compiler_plain", "Operations that went the plain way.", "reason", counted.plain)


def of_record(recorder: Recorder) -> Iterator[Metric]:
    """The access record."""
    yield CounterMetricFamily("profiles_access_record_written", "Lines of the access record that were written.", recorder.written)
    yield CounterMetricFamily("profiles_access_record_dropped", "Lines of it that found no room.", recorder.dropped)
    yield GaugeMetricFamily("profiles_access_record_waiting", "Lines of it that wait to be written.", recorder.waiting)


def of_calls(upstream: Upstream) -> Iterator[Metric]:
    """What was asked of the upstream."""
    counted = upstream.counters
    outcomes = grouped(counted.statuses.items(), TELLING)
    yield CounterMetricFamily("profiles_upstream_reads", "Reads that were wanted of the upstream.", counted.reads)
    yield CounterMetricFamily("profiles_upstream_reads_cached", "Reads that the cache answered.", counted.cached)
    yield CounterMetricFamily("profiles_upstream_reads_joined", "Reads that joined an equal one which ran already.", upstream.joined)
    yield counters("profiles_upstream_calls", "Calls by their HTTP status or its class; none: no answer.", "outcome", outcomes)
    yield CounterMetricFamily("profiles_upstream_call_seconds", "Seconds that all calls took.", counted.seconds)
    yield CounterMetricFamily("profiles_upstream_retries", "Calls that were made again.", counted.retries)


def of_guards(upstream: Upstream) -> Iterator[Metric]:
    """What stands between a read and its call."""
    breaker, turns = upstream.breaker, upstream.turns
    state = GaugeMetricFamily("profiles_upstream_breaker_state", "1 for the state that the circuit breaker is in.", labels=["state"])
    for one in State:
        state.add_metric([one.value], one is breaker.state)
    yield state
    yield CounterMetricFamily("profiles_upstream_breaker_openings", "How often the circuit breaker opened.", breaker.opened)
    yield CounterMetricFamily("profiles_upstream_breaker_refused", "Calls that it refused.", breaker.refused)
    yield GaugeMetricFamily("profiles_upstream_turns_running", "Reads that have their turn.", turns.running)
    yield GaugeMetricFamily("profiles_upstream_turns_waiting", "Reads that wait for it.", turns.waiting)
    yield CounterMetricFamily("profiles_upstream_turns_refused", "Reads for which there was no room to wait.", turns.refused)


def counters(name: str, documentation: str, label: str, counted: Mapping[str, int]) -> Metric:
    """Make a family of one counter for each value of a label."""
    family = CounterMetricFamily(name, documentation, labels=[label])
    for value, count in sorted(counted.items()):
        family.add_metric([value], count)
    return family


def grouped(statuses: Iterable[tuple[int, int]], telling: frozenset[int] = frozenset()) -> Mapping[str, int]:
    """Add counts by HTTP status up, by the classes of the statuses, but for those that tell something by themselves."""
    found = Counter[str]()
    for status, count in statuses:
        found["none" if status == NO_STATUS else str(status) if status in telling else f"{status // 100}xx"] += count
    return found
