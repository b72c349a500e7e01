"""``/metrics`` says how the gateway is doing, in numbers, and nothing of anybody."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families

from app.application import create_app
from app.settings import Settings
from app.source.protocol import Source
from app.source.rest import RestSource
from app.upstream.exchange import Headers, Reply
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from tests.fake import FakeSource
from tests.upstream.in_memory import InMemory
from tests.web.conftest import Connect

NUMBER = "15550109999"
BY_PHONE = {"query": f'{{ profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId }} }}'}
LIMITS = Limits(attempts=2, breaker_failures=3, breaker_pause=60)


class Upstream(InMemory):
    """Answers with the statuses given, then with one person."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.held = asyncio.Event()
        self.held.set()

    async def get(self, url: str, headers: Headers) -> Reply:  # noqa: ARG002
        await self.held.wait()
        status = self.statuses.pop(0) if self.statuses else 200
        return Reply(status, {"retry-after": "0"}, json.dumps([{"ProfileId": 7}]).encode())


class Gateway:
    """A gateway and what it counts."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, times: int = 1) -> None:
        for _ in range(times):
            await self.client.post("/graphql", json=BY_PHONE)

    async def text(self) -> str:
        answer = await self.client.get("/metrics")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        return answer.text

    async def counted(self) -> Mapping[str, float]:
        return samples(await self.text())

    async def until(self, name: str, least: int) -> Mapping[str, float]:
        async with asyncio.timeout(5):
            while (counted := await self.counted())[name] < least:  # noqa: ASYNC110 - a count tells nobody that it grew
                await asyncio.sleep(0.01)
            return counted


def samples(text: str) -> Mapping[str, float]:
    """What is exposed, by its name and the values of its labels."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in found}


def gateway(source: Source, **settings: object) -> Gateway:
    app = create_app(Settings.model_validate({"account_id": "acme", "auth": "none", **settings}), source)
    return Gateway(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost"))


@asynccontextmanager
async def rest_gateway(upstream: Upstream) -> AsyncIterator[Gateway]:
    source = RestSource(open_upstream("http://upstream.example/v4", LIMITS, http=upstream))
    yield gateway(source)
    await source.close()


async def test_requests_are_counted_by_the_class_of_their_status(source: FakeSource) -> None:
    asked = gateway(source)
    await asked.ask(2)
    await asked.client.post("/graphql", content=b"{")
    counted = await asked.counted()
    assert (counted["profiles_requests_total 2xx"], counted["profiles_requests_total 4xx"]) == (2, 1)


async def test_the_durations_of_requests_are_a_histogram(source: FakeSource) -> None:
    asked = gateway(source)
    await asked.ask(3)
    counted = await asked.counted()
    buckets = [value for name, value in counted.items() if name.startswith("profiles_request_duration_seconds_bucket")]
    assert buckets == sorted(buckets)
    assert (buckets[-1], counted["profiles_request_duration_seconds_count"]) == (3, 3)
    assert 0 < counted["profiles_request_duration_seconds_sum"] < 3


async def test_health_and_scrapes_are_no_requests_to_the_graph(source: FakeSource) -> None:
    asked = gateway(source)
    await asked.client.get("/livez")
    await asked.counted()
    assert (await asked.counted())["profiles_request_duration_seconds_count"] == 0


async def test_errors_in_answers_are_counted_by_their_code(source: FakeSource) -> None:
    asked = gateway(source)
    for query in ("{", "{ wrong }", "{ wrong }", '{ profilesByPhone(phoneNumber: "x") { profileId } }'):
        await asked.client.post("/graphql", json={"query": query})
    counted = await asked.counted()
    found = {name: counted[f"profiles_answers_with_errors_total {name}"] for name in ("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED")}
    assert found == {"GRAPHQL_PARSE_FAILED": 1, "GRAPHQL_VALIDATION_FAILED": 2}
    assert counted["profiles_answers_with_errors_total BAD_USER_INPUT"] == 1


async def test_documents_that_were_read_and_those_that_are_kept_are_counted(source: FakeSource) -> None:
    asked = gateway(source)
    await asked.ask(3)
    await asked.client.post("/graphql", json={"query": "{ wrong }"})
    counted = await asked.counted()
    assert (counted["profiles_documents_read_total"], counted["profiles_documents_kept"]) == (2, 1)


async def test_what_compiling_cost_and_saved_is_there() -> None:
    async with rest_gateway(Upstream()) as asked:
        await asked.ask(2)
        async with asyncio.timeout(5):  # compiling goes on beside
            while (await asked.counted())["profiles_compiler_hits_total"] < 2:
                await asked.ask()
        counted = await asked.counted()
    assert counted["profiles_compiler_compiled_total"] == 1
    assert counted["profiles_compiler_seconds_total"] > 0
    assert counted["profiles_compiler_plain_total first use"] == 1


async def test_upstream_reads_and_calls_are_counted_by_their_outcome() -> None:
    async with rest_gateway(Upstream(503, 200, 418, 200)) as asked:
        await asked.ask(3)
        counted = await asked.counted()
    calls = {outcome: counted[f"profiles_upstream_calls_total {outcome}"] for outcome in ("2xx", "503", "4xx")}
    assert (counted["profiles_upstream_reads_total"], calls) == (3, {"2xx": 2, "503": 1, "4xx": 1})
    assert counted["profiles_upstream_retries_total"] == 1
    assert counted["profiles_upstream_call_seconds_total"] > 0


async def test_reads_that_join_and_reads_that_have_their_turn_are_counted() -> None:
    upstream = Upstream()
    upstream.held.clear()
    async with rest_gateway(upstream) as asked:
        asking = [asyncio.create_task(asked.ask()) for _ in range(3)]
        counted = await asked.until("profiles_upstream_reads_joined_total", 2)
        upstream.held.set()
        await asyncio.gather(*asking)
        after = await asked.counted()
    assert (counted["profiles_upstream_turns_running"], after["profiles_upstream_turns_running"]) == (1, 0)
    assert counted["profiles_upstream_turns_waiting"] == 0


async def test_an_open_breaker_is_visible_in_metrics_and_readiness() -> None:
    async with rest_gateway(Upstream(200, 500, 500, 500)) as asked:
        before, ready = await asked.counted(), await asked.client.get("/readyz")
        await asked.ask(3)
        after, unready = await asked.counted(), await asked.client.get("/readyz")
    state = "profiles_upstream_breaker_state"
    assert [(counted[f"{state} closed"], counted[f"{state} open"]) for counted in (before, after)] == [(1, 0), (0, 1)]
    assert (after["profiles_upstream_breaker_openings_total"], after["profiles_upstream_breaker_refused_total"]) == (1, 0)
    assert (ready.status_code, ready.json()) == (200, {"status": "ok", "breaker": "closed"})
    assert (unready.status_code, unready.json()["breaker"]) == (503, "open")


async def test_a_source_without_a_breaker_is_ready_without_one(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).json() == {"status": "ok"}


async def test_lines_of_the_access_record_are_counted(source: FakeSource, tmp_path: Path) -> None:
    settings = Settings.model_validate({"account_id": "acme", "access_record": str(tmp_path / "record"), "access_record_queue": 1})
    app = create_app(settings, source)
    seen = {"query": '{ profilesByPhone(phoneNumber: "1555") { profileId } }'}
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client,
        app.lifespan_context(app),
    ):
        for _ in range(3):
            assert (await client.post("/graphql", json=seen)).status_code == 200
        counted = await Gateway(client).until("profiles_access_record_written_total", 1)
    written, dropped = (counted[f"profiles_access_record_{what}_total"] for what in ("written", "dropped"))
    assert dropped >= 1
    assert written + dropped + counted["profiles_access_record_waiting"] == 3


async def test_the_process_tells_its_own_use_of_memory_and_time(source: FakeSource) -> None:
    counted = await gateway(source).counted()
    assert counted["process_resident_memory_bytes"] > 1_000_000
    assert counted["python_gc_collections_total 2"] > 0


async def test_labels_hold_nothing_that_clients_or_the_upstream_choose() -> None:
    async with rest_gateway(Upstream(*range(430, 470))) as asked:
        await asked.ask(40)
        for query in ("query canary { wrong }", "query canary { __typename @canary }", "query canary { __typename }"):
            for _ in range(2):
                await asked.client.post("/graphql", json={"query": query, "operationName": "canary"}, headers={"x-request-id": "canary"})
        text = await asked.text()
    assert samples(text)["profiles_upstream_calls_total 4xx"] == 40
    assert [value for value in ("canary", NUMBER, "acme") if value in text] == []


async def test_gateways_of_one_process_count_apart(source: FakeSource) -> None:
    one, other = gateway(source), gateway(source)
    await one.ask()
    assert [(await each.counted())["profiles_request_duration_seconds_count"] for each in (one, other)] == [1, 0]


async def test_with_several_workers_each_marks_its_own_counts(source: FakeSource) -> None:
    text = await gateway(source, workers=2).text()
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    assert len({sample.labels["worker"] for sample in found}) == 1
    assert "worker=" not in await gateway(source).text()


async def test_a_collector_that_speaks_open_metrics_gets_them(source: FakeSource) -> None:
    answer = await gateway(source).client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert "profiles_requests" in {family.name for family in open_metrics(answer.text)}  # type: ignore[no-untyped-call] # it has no types


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, 200),
        ({"metrics": "off"}, 404),
        ({"profile": "production"}, 404),
        ({"profile": "production", "metrics": "on"}, 200),
    ],
)
async def test_metrics_are_served_unless_they_are_off_and_in_production_only_where_they_are_on(
    connect: Connect, settings: dict[str, str], status: int
) -> None:
    async with connect(**settings) as client:
        assert (await client.get("/metrics")).status_code == status
