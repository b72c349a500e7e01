"""How many of a gateway's answers came the compiled way: a figure of the plain way must not pass for one of the other."""

import urllib.request

from msgspec import Struct
from prometheus_client.parser import text_string_to_metric_families


class Ways(Struct, frozen=True):
    """Answers of a gateway since it started, by the way that they came."""

    compiled: float
    plain: float

    def share_since(self, before: "Ways") -> float:
        """Return which part of the answers since ``before`` came the compiled way."""
        compiled, plain = self.compiled - before.compiled, self.plain - before.plain
        return compiled / (compiled + plain)


def ways(port: int) -> Ways:
    """Ask a gateway."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        return ways_in(response.read().decode())


def ways_in(metrics: str) -> Ways:
    """Read the metrics of a gateway."""
    samples = [sample for family in text_string_to_metric_families(metrics) for sample in family.samples]
    compiled, plain = (
        sum(sample.value for sample in samples if sample.name == f"profiles_compiler_{way}_total") for way in ("hits", "plain")
    )
    return Ways(compiled, plain)
