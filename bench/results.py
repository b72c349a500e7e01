"""What one run found, as it is kept in ``results.json``."""

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from bench.places import ROOT
from bench.sizes import Costs
from bench.visiting import Effort, Left, Speed
from bench.workloads import Workload


class Row(Struct, frozen=True):
    """One server at one workload.

    Attributes:
        speed: what was measured.
        ratio: how many times the server's rate the subject has, as the median of all rounds.
        processor_ratio: how many times the subject's time on a processor the server needs for one request.
        target: what the ratios are meant to be at least.
    """

    speed: Speed
    ratio: float
    processor_ratio: float
    target: float | None


class Table(Struct, frozen=True):
    """One workload.

    Attributes:
        subject: whom the rows stand beside.
        compiled: which part of the subject's answers came the compiled way.
    """

    name: str
    title: str
    subject: str
    compiled: float
    rows: list[Row]


class Results(Struct, frozen=True):
    """Everything that a run found."""

    when: str
    machine: dict[str, str]
    effort: Effort
    tables: list[Table]
    costs: list[Costs]
    left_out: list[Left]


def table(workload: Workload, speeds: Mapping[str, Speed], compiled: float) -> Table:
    """Put the speeds beside what they are meant to be."""
    rows = [row(speed, speeds[workload.subject], workload.targets.get(name)) for name, speed in speeds.items()]
    return Table(workload.name, workload.title, workload.subject, compiled, rows)


def row(speed: Speed, subject: Speed, target: float | None) -> Row:
    """Put a server beside the subject."""
    ratio = median(ours / theirs for ours, theirs in zip(subject.rates, speed.rates, strict=False))  # who failed was visited less often
    return Row(speed, ratio, speed.processor / (subject.processor or 1), target)


def results(effort: Effort, tables: Sequence[Table], costs: Sequence[Costs], left: Sequence[Left]) -> Results:
    """Put a run together with what it ran on."""
    named = [replace(each, reason=without_places(each.reason)) for each in left]
    return Results(f"{datetime.now(UTC):%Y-%m-%d}", machine(), effort, list(tables), list(costs), named)


def without_places(reason: str) -> str:
    """Leave out where things lie on this machine: the results are published."""
    return reason.replace(str(ROOT), ".").replace(str(Path.home()), "~")


def machine() -> dict[str, str]:
    """Describe what the figures depend on."""
    names = ("strawberry-graphql", "graphql-core", "msgspec", "uvicorn", "uvloop", "httptools")
    packages = {name: version(name) for name in names}
    return {"cores": str(os.cpu_count()), "system": platform.system(), "python": sys.version.split()[0], **packages}
