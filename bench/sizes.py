"""What the size of an answer costs the gateway: time for each leaf, time for what is not selected, memory."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import orjson
import uvloop
from msgspec import Struct
from msgspec.structs import replace

from bench.agreement import ask
from bench.both_ways import memory_of_one, rest, sqlite
from bench.data import SIZES, bare_number, own_numbers, shared_numbers, sized_number
from bench.load import Load, measured
from bench.processes import forget_peak, memory
from bench.visiting import Effort, Speed, Started, Visits
from bench.workloads import EVERYTHING, TWO_FIELDS

AT_ONCE = 32
SECONDS = 1.0
"""Of each visit: nobody is compared but the gateway with itself."""
OFTEN = 5
"""Times as many rounds, each as much shorter, where two times of less than a millisecond are compared: machines have phases."""
OPENINGS = {"rest": rest, "sqlite": sqlite}

Question: TypeAlias = tuple[str, str]
"""An operation, and the number that it asks for."""


class Time(Struct, frozen=True):
    """Of one request, in milliseconds: half of all answers came within ``p50``; ``processor`` is the gateway's own time on one."""

    p50: float
    processor: float


class Size(Struct, frozen=True):
    """One answer: how many profiles and leaf values it holds, and what it takes."""

    profiles: int
    leaves: int
    time: Time


class Unselected(Struct, frozen=True):
    """Two fields of 50 profiles: where there is everything else to leave out, and where there is nothing else."""

    full: Time
    bare: Time


class Memory(Struct, frozen=True):
    """What answers of 50 full profiles take in memory, as multiples of the answer.

    Attributes:
        one: what Python holds most during one request within one process, where there is no server to be started for that.
        each_at_once: what the gateway's process grows by at most when ``AT_ONCE`` come at once, for each of them.
    """

    one: float | None
    each_at_once: float


class Costs(Struct, frozen=True):
    """What was measured of the gateway over one source."""

    source: str
    sizes: list[Size]
    unselected: Unselected
    memory: Memory


def costs(gateway: Started, fresh: Started, effort: Effort) -> Costs:
    """Measure the costs; the memory of a gateway that has answered nothing large yet."""
    sized = [(EVERYTHING, sized_number(size)) for size in SIZES]
    of_sizes = times(gateway, sized, replace(effort, seconds=SECONDS))
    often = replace(effort, seconds=SECONDS / OFTEN, rounds=effort.rounds * OFTEN)
    full, bare = times(gateway, [(TWO_FIELDS, shared_numbers()[0]), (TWO_FIELDS, bare_number())], often)
    sizes = [
        Size(size, leaves(orjson.loads(asked(gateway, question))), time)
        for size, question, time in zip(SIZES, sized, of_sizes, strict=True)
    ]
    return Costs(gateway.server.source, sizes, Unselected(full, bare), memory_of(fresh))


def times(gateway: Started, questions: Sequence[Question], effort: Effort) -> Iterator[Time]:
    """Ask all questions by turns, one request at a time."""
    visits = [Visits(gateway, requests(gateway, [question]), 1) for question in questions]
    for visit in visits:
        visit.warm_up(effort)
    for _ in range(effort.rounds):
        for visit in visits:
            visit.measure(effort)
    return (time_of(visit.speed()) for visit in visits)


def time_of(speed: Speed) -> Time:
    """Keep what sizes are compared by."""
    return Time(speed.p50, speed.processor)


def leaves(value: Any) -> int:  # noqa: ANN401 - JSON
    """Count what is neither a list nor an object."""
    if isinstance(value, dict):
        value = list(value.values())
    return sum(map(leaves, value)) if isinstance(value, list) else 1


def memory_of(gateway: Started) -> Memory:
    """Let it answer small requests, then many large ones at once, and see what it has held most."""
    put_on(gateway, own_numbers(), 0.5)
    idle, numbers = memory(gateway.pid, "VmRSS"), shared_numbers()
    forget_peak(gateway.pid)
    put_on(gateway, numbers[:AT_ONCE], 0.0)
    grown = memory(gateway.pid, "VmHWM") - idle
    answer = len(asked(gateway, (EVERYTHING, numbers[0])))
    opening = OPENINGS.get(gateway.server.source)
    return Memory(uvloop.run(memory_of_one(opening)) if opening else None, grown / AT_ONCE / answer)


def put_on(gateway: Started, numbers: Sequence[str], seconds: float) -> None:
    """Ask for everything, as often at once as there are numbers."""
    load = Load(gateway.port, requests(gateway, [(EVERYTHING, number) for number in numbers]), len(numbers), seconds)
    uvloop.run(measured(load))


def requests(gateway: Started, questions: Sequence[Question]) -> list[bytes]:
    """Write requests."""
    return [gateway.request(operation, {"phoneNumber": number}) for operation, number in questions]


def asked(gateway: Started, question: Question) -> bytes:
    """Return one answer."""
    operation, number = question
    return ask(gateway.server, operation, {"phoneNumber": number}, gateway.port)
