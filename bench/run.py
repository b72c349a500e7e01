"""One run: source by source, workload by workload, keeping what was found and who was left out."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.compiled import ways
from bench.contenders import SERVERS
from bench.data import file_of_profiles
from bench.gateways import GATEWAY, GATEWAYS
from bench.installing import Missing
from bench.places import DATA, LOAD_CORE, PROGRAMS, ROOT
from bench.postgres import postgresql
from bench.processes import DidNotStart, Program, free_port, running
from bench.results import Results, Table, results, table
from bench.sizes import Costs, costs
from bench.stores import fill, sqlite_store
from bench.visiting import Effort, Left, Started, disagreeing, start_all, started, visited
from bench.workloads import Workload

SOURCES = ("rest", "sqlite", "postgresql")
OURS = {each.name for each in GATEWAYS}
"""Without them there is nothing to measure."""


class Run:
    """Measures, and remembers."""

    def __init__(self, effort: Effort, *, sizes: bool) -> None:
        """Measure with this effort; what an answer's size costs is measured only if ``sizes``."""
        self._effort = effort
        self._sizes = sizes
        self._tables: list[Table] = []
        self._costs: list[Costs] = []
        self._left: list[Left] = []

    def results(self) -> Results:
        """Return everything found so far."""
        return results(self._effort, self._tables, self._costs, self._left)

    def measure(self, workloads: Sequence[Workload]) -> None:
        """Measure workloads; those whose source cannot be had are left out."""
        for source in SOURCES:
            if not self._sizes and source not in {each.source for each in workloads}:
                continue
            try:
                self._measure_source(source, [each for each in workloads if each.source == source])
            except Missing as error:
                self._left.append(Left("everybody", source, str(error)))

    def _measure_source(self, source: str, workloads: Sequence[Workload]) -> None:
        with ExitStack() as stack:
            url = stack.enter_context(reading_from(source))
            names = {GATEWAY}.union(*({each.subject, *each.targets} for each in workloads))
            everybody = self._started(stack, source, names, url)
            for workload in workloads:
                self._tables.append(self._measured(workload, everybody))
            if self._sizes:
                print(f"\nCost against size, {source} ", end="", file=sys.stderr, flush=True)
                gateway = next(each for each in everybody if each.server.name == GATEWAY)
                with started(gateway.server, url) as fresh:
                    self._costs.append(costs(gateway, fresh, self._effort))

    def _started(self, stack: ExitStack, source: str, names: set[str], url: str) -> list[Started]:
        wanted = [server for server in SERVERS if server.source == source and server.name in names]
        everybody = list(start_all(stack, wanted, url))
        left = [each for each in everybody if isinstance(each, Left)]
        for each in left:
            if each.name in OURS:
                raise DidNotStart(each.reason)
        self._left += left
        return [each for each in everybody if isinstance(each, Started)]

    def _measured(self, workload: Workload, everybody: Sequence[Started]) -> Table:
        """Compare the answers, measure, and compare again; whoever answers otherwise is left out."""
        print(f"\n{workload.title} ", end="", file=sys.stderr, flush=True)
        servers = [each for each in everybody if each.server.name in {workload.subject, *workload.targets}]
        subject = next(each for each in servers if each.server.name == workload.subject)
        wrong = {each.name: each for each in disagreeing(workload, servers)}
        before = ways(subject.port)
        speeds, failed = visited(workload, [each for each in servers if each.server.name not in wrong], self._effort.of(workload))
        compiled = ways(subject.port).share_since(before)
        wrong |= {each.name: each for each in (*disagreeing(workload, servers), *failed)}
        self._left += wrong.values()
        return table(workload, {name: speed for name, speed in speeds.items() if name not in wrong}, compiled)


@contextmanager
def reading_from(source: str) -> Iterator[str]:
    """Run what is read from, and give its address as the servers take it."""
    if source == "sqlite":
        yield str(sqlite_store())
    elif source == "postgresql":
        with postgresql() as url:
            fill(url, file_of_profiles())
            yield url
    else:
        port = free_port()
        command: list[str | Path] = [PROGRAMS / "python", "-m", "bench.upstream", str(port)]
        with running(Program(command, port, LOAD_CORE, ROOT, DATA / "upstream.log")):
            yield f"http://127.0.0.1:{port}/Profiles/v4"
