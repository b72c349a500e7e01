"""What the size of an answer costs the gateway: time for each leaf, time for what is not selected, memory."""

from collections.abc import Sequence
from typing import Any

import orjson
import uvloop
from msgspec import Struct

from bench.agreement import ask
from bench.data import SIZES, bare_number, own_numbers, shared_numbers, sized_number
from bench.load import Load, Measured, measured, post
from bench.processes import forget_peak, memory
from bench.visiting import Effort, Started
from bench.workloads import EVERYTHING, TWO_FIELDS

AT_ONCE = 32


class Size(Struct, frozen=True):
    """One answer: how many profiles and leaf values it holds, and how long it takes, in milliseconds."""

    profiles: int
    leaves: int
    milliseconds: float


class Unselected(Struct, frozen=True):
    """Two fields of 50 profiles, in milliseconds: where there is everything else to leave out, and where there is nothing else."""

    full: float
    bare: float


class Memory(Struct, frozen=True):
    """Bytes: of one answer, and what the process grows by at most, for one request and for each of ``AT_ONCE``."""

    answer: int
    one: int
    each_at_once: float


class Costs(Struct, frozen=True):
    """What was measured of the gateway over one source."""

    source: str
    sizes: list[Size]
    unselected: Unselected
    memory: Memory


def costs(gateway: Started, fresh: Started, effort: Effort) -> Costs:
    """Measure the costs; the memory of a gateway that has answered nothing large yet."""
    sizes = [_size(gateway, size, effort) for size in SIZES]
    unselected = Unselected(*(_time(gateway, TWO_FIELDS, number, effort) for number in (shared_numbers()[0], bare_number())))
    return Costs(gateway.server.source, sizes, unselected, _memory(fresh))


def _size(gateway: Started, size: int, effort: Effort) -> Size:
    number = sized_number(size)
    answer = orjson.loads(ask(gateway.port, "/graphql", gateway.server.body(EVERYTHING, {"phoneNumber": number})))
    return Size(size, leaves(answer), _time(gateway, EVERYTHING, number, effort))


def leaves(value: Any) -> int:  # noqa: ANN401 - JSON
    """Count what is neither a list nor an object."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def _time(gateway: Started, operation: str, number: str, effort: Effort) -> float:
    """Return the median latency of one request at a time."""
    found = _load(gateway, operation, [number], 1, effort.seconds)
    return found.latency(0.5) * 1000


def _load(gateway: Started, operation: str, numbers: Sequence[str], connections: int, seconds: float) -> Measured:
    requests = [post("/graphql", gateway.server.body(operation, {"phoneNumber": number})) for number in numbers]
    return uvloop.run(measured(Load(gateway.port, requests, connections, seconds)))


def _memory(gateway: Started) -> Memory:
    """Let it answer small requests, then one large one, then many at once."""
    _load(gateway, EVERYTHING, own_numbers(), AT_ONCE, 0.5)
    numbers, idle = shared_numbers(), memory(gateway.pid, "VmRSS")
    peaks = []
    for connections in (1, AT_ONCE):
        forget_peak(gateway.pid)
        _load(gateway, EVERYTHING, numbers, connections, 0.0)
        peaks.append(memory(gateway.pid, "VmHWM") - idle)
    answer = ask(gateway.port, "/graphql", gateway.server.body(EVERYTHING, {"phoneNumber": numbers[0]}))
    return Memory(len(answer), peaks[0], peaks[1] / AT_ONCE)
