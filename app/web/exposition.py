"""What the gateway counted, in the text formats of Prometheus and OpenMetrics.

Imported when somebody first asks: the library is not needed before, and takes a while to import.
"""

import os
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, ProcessCollector
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from app.web.families import families
from app.web.parts import Parts


class Exposition:
    """The counts of the gateway's parts, and the process's use of memory, time, files and garbage collector."""

    def __init__(self, parts: Parts, workers: int) -> None:
        """Read from ``parts``, in one of so many ``workers``."""
        registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        registry.register(Counted(parts))
        self._exposed: Collector = OfOneWorker(registry) if workers > 1 else registry

    def encoded(self, accept: str) -> tuple[bytes, str]:
        """Return the counts in the format that a client accepts, and its media type."""
        encode, media_type = choose_encoder(accept)
        return encode(self._exposed), media_type


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
