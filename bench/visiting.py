"""The measurement itself: every server is visited in turn, round after round, so that a slow minute of the machine touches all alike."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from statistics import median

import uvloop
from msgspec import Struct

from bench.agreement import Disagreement, answer, expected
from bench.installing import Missing
from bench.load import Load, Measured, Refused, measured, post
from bench.places import DATA, SERVER_CORE
from bench.processes import DidNotStart, Program, free_port, processor_seconds, running
from bench.servers import Server
from bench.workloads import Variables, Workload

WARM_UP_S = 1.0
ENDS_WITHIN_S = 180
UNUSABLE = (Missing, DidNotStart, Disagreement, Refused, OSError)
"""Why a rival may be left out, which is reported."""


class Effort(Struct, frozen=True):
    """How long to measure.

    Attributes:
        rounds: visits to each server.
        seconds: of each visit.
    """

    rounds: int
    seconds: float

    def of(self, workload: Workload) -> "Effort":
        """Divide it as the workload wants."""
        return Effort(self.rounds * workload.rounds, self.seconds / workload.rounds)


class Started(Struct, frozen=True):
    """A server that runs."""

    server: Server
    port: int
    pid: int

    def requests(self, workload: Workload) -> list[bytes]:
        """Write the requests of a workload."""
        every = enumerate(workload.variables())
        return [self.request(workload.operation, variables, f"{number}" if workload.anew else "") for number, variables in every]

    def request(self, operation: str, variables: Variables, remark: str = "") -> bytes:
        """Write a request."""
        server = self.server
        return post(server.path.format(operation=operation), server.headers, server.body(operation, variables, remark))


class Speed(Struct, frozen=True):
    """What was measured of one server: medians over all rounds, times in milliseconds.

    Attributes:
        name: of the server.
        rate: requests per second.
        p50: half of all answers came within this.
        p99: nearly all answers came within this.
        processor: the server's own time on a processor for one request, which others on the machine hardly touch.
        rates: of each round.
    """

    name: str
    rate: float
    p50: float
    p99: float
    processor: float
    rates: list[float]


class Left(Struct, frozen=True):
    """A server that was left out of a workload, and why."""

    name: str
    workload: str
    reason: str


@contextmanager
def started(server: Server, url: str) -> Iterator[Started]:
    """Run a server that reads from ``url``."""
    port = free_port()
    command, folder = server.program(port)
    environment = {name: value.format(url=url) for name, value in server.environment.items()}
    log = DATA / f"{server.name.replace(' ', '-')}-{server.source}.log"
    with running(Program(command, port, SERVER_CORE, folder, log, {**environment, "PORT": str(port)})) as process:
        yield Started(server, port, process.pid)


def start_all(stack: ExitStack, servers: Sequence[Server], url: str) -> Iterator[Started | Left]:
    """Start those that can be started."""
    for server in servers:
        try:
            yield stack.enter_context(started(server, url))
        except UNUSABLE as error:
            yield Left(server.name, server.source, str(error))


def disagreeing(workload: Workload, servers: Sequence[Started]) -> Iterator[Left]:
    """Ask everybody for everything of the workload's first and last requests, and compare.

    Raises:
        Disagreement: when the gateway itself gives an error.
    """
    asked = workload.variables()
    for variables in (asked[0], asked[-1]):
        gateway = next(each for each in servers if each.server.name == workload.subject)
        answered = answer(gateway.server, workload.operation, variables, gateway.port)
        for each in servers:
            try:
                own = answer(each.server, workload.operation, variables, each.port)
            except UNUSABLE as error:
                yield Left(each.server.name, workload.name, str(error))
            else:
                if own != expected(each.server, workload.operation, variables, answered):
                    yield Left(each.server.name, workload.name, "answers otherwise than the gateway")


def visited(workload: Workload, servers: Sequence[Started], effort: Effort) -> tuple[dict[str, Speed], list[Left]]:
    """Measure all servers of a workload, in interleaved rounds; a rival that fails is not visited again.

    Raises:
        Refused: when the gateway fails.
    """
    visits = [Visits(each, each.requests(workload), workload.connections) for each in servers]
    left: list[Left] = []
    for number in range(-1, effort.rounds):
        for visit in (*visits[number % len(visits) :], *visits[: number % len(visits)]):
            try:
                if number < 0:
                    visit.warm_up(effort)
                else:
                    visit.measure(effort)
            except UNUSABLE as error:
                if visit.name == workload.subject:
                    raise
                left.append(Left(visit.name, workload.name, str(error)))
        visits = [visit for visit in visits if visit.name not in {each.name for each in left}]
    return {visit.name: visit.speed() for visit in visits}, left


class Visits:
    """All visits to one server."""

    def __init__(self, started: Started, requests: Sequence[bytes], connections: int) -> None:
        """Send these requests in turn, so many at once."""
        self.name = started.server.name
        self._pid = started.pid
        self._load = Load(started.port, requests, connections, 0.0)
        self._found: list[Measured] = []
        self._processor: list[float] = []

    def warm_up(self, effort: Effort) -> None:
        """Let it compile and remember what it likes, with one request at a time."""
        self._visit(self._load._replace(connections=1, seconds=min(WARM_UP_S, effort.seconds)))

    def measure(self, effort: Effort) -> None:
        """Measure one round."""
        used = processor_seconds(self._pid)
        found = self._visit(self._load._replace(seconds=effort.seconds))
        self._found.append(found)
        self._processor.append((processor_seconds(self._pid) - used) * 1000 / len(found.latencies))

    def speed(self) -> Speed:
        """Return the medians of all rounds."""
        rates = [each.rate for each in self._found]
        p50, p99 = (median(each.latency(share) for each in self._found) * 1000 for share in (0.5, 0.99))
        return Speed(self.name, median(rates), p50, p99, median(self._processor), rates)

    def _visit(self, load: Load) -> Measured:
        print(".", end="", file=sys.stderr, flush=True)
        return uvloop.run(asyncio.wait_for(measured(load), ENDS_WITHIN_S))
