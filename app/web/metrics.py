"""``/metrics``: what the gateway counted, in the text formats of Prometheus and OpenMetrics."""

import os
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from app.web.families import Parts, families


class Counted:
    """The counts of the gateway's parts, read when they are asked for."""

    def __init__(self, parts: Parts) -> None:
        """Read from ``parts``."""
        self._parts = parts

    def collect(self) -> Iterator[Metric]:
        """Read them now."""
        return families(self._parts)


class OfOneWorker:
    """Everything with the worker's process id, where there are several: a scrape meets any of them, and each has counts of its own."""

    def __init__(self, collector: Collector) -> None:
        """Mark what ``collector`` reads."""
        self._collector = collector
        self._worker = str(os.getpid())

    def collect(self) -> Iterator[Metric]:
        """Read and mark."""
        for metric in self._collector.collect():
            metric.samples = [sample._replace(labels={**sample.labels, "worker": self._worker}) for sample in metric.samples]
            yield metric


def metrics(parts: Parts, workers: int) -> Callable[[Request], Awaitable[Response]]:
    """Make what answers with the counts of ``parts``, and with the process's use of memory, time, files and garbage collector."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    GCCollector(registry=registry)
    registry.register(Counted(parts))
    exposed: Collector = OfOneWorker(registry) if workers > 1 else registry

    async def answer(request: Request) -> Response:
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(exposed), headers={"Content-Type": media_type})

    return answer
