"""What the comparison tells of a run, and how the run is divided."""

from collections import Counter

import pytest

from app.execution.request import Outcome
from tests.compiler.blocks import CASES, SourceKind, blocks
from tests.compiler.difference import Answered, Difference, hold_against
from tests.compiler.equivalence import divided, verdict
from tests.compiler.report import JUDGED_FROM, Report
from tests.compiler.tally import Failed, Tally
from tests.postgres import NoServer, running_server

REST = SourceKind.REST
ANSWERED = Answered(b'{"data":{}}', Outcome.COMPLETE, set(), {}, set())


@pytest.mark.parametrize("count", [1, 2, 7, 99, 20_000])
def test_every_seed_is_compared_once(count: int) -> None:
    planned = divided(range(5, 5 + count))
    seeds = [seed for kind, some in planned.items() for block in blocks(kind, some) for seed in block.seeds]
    assert seeds == list(range(5, 5 + count))


def test_a_case_has_the_same_store_in_every_run() -> None:
    stores = {seed: block.store for block in blocks(SourceKind.SQLITE, range(3 * CASES)) for seed in block.seeds}
    assert set(stores.values()) == {0, 1, 2}
    assert all(block.store == stores[seed] for seed in stores for block in blocks(SourceKind.SQLITE, range(seed, seed + 1)))


def report_of(tally: Tally) -> Report:
    report = Report({REST: range(2000)})
    report.add(tally)
    return report


@pytest.mark.parametrize(
    ("tally", "status"),
    [
        (Tally(REST, JUDGED_FROM, Counter(variables=JUDGED_FROM // 20)), 0),
        (Tally(REST, JUDGED_FROM, Counter(variables=JUDGED_FROM // 20 + 1)), 1),
        (Tally(REST, JUDGED_FROM - 1, Counter(variables=JUDGED_FROM // 2)), 0),
        (Tally(REST, 3, failed=Failed(REST, 3, 0, "body differs")), 1),
    ],
)
def test_the_status_tells_differences_and_too_little_coverage(tally: Tally, status: int) -> None:
    assert verdict(report_of(tally)) == status


def test_the_coverage_of_a_source_is_told_with_the_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    verdict(report_of(Tally(REST, 2000, Counter({"variables": 150, "root field _service": 50}))))
    told = capsys.readouterr()
    assert told.out == "rest: 2,000 cases answered alike, 90.00% compiled; the others:\n  150 variables\n  50 root field _service\n"
    assert told.err == "Too few are compiled over rest: 95% are wanted.\n"


def test_progress_counts_all_sources() -> None:
    report = Report({REST: range(20), SourceKind.SQLITE: range(20, 40)})
    report.add(Tally(REST, 6, Counter(variables=1)))
    report.add(Tally(SourceKind.SQLITE, 4))
    assert report.progress().startswith("10 of 40 cases, ")
    assert "90.0% compiled" in report.progress()


def test_without_a_postgresql_server_it_says_so_and_refuses() -> None:
    with pytest.raises(NoServer, match="no PostgreSQL server is installed"), running_server(lambda: None):
        pass


@pytest.mark.parametrize(
    "other",
    [
        ANSWERED._replace(body=b'{"data": {}}'),
        ANSWERED._replace(outcome=Outcome.PARTIAL),
        ANSWERED._replace(codes={"FORBIDDEN"}),
        ANSWERED._replace(profile_ids={"acme": {1}}),
        ANSWERED._replace(lookups={"a lookup"}),
        ANSWERED._replace(asked={"http://upstream.example": 1}),
    ],
)
def test_whatever_differs_is_a_difference(other: Answered) -> None:
    hold_against(ANSWERED, ANSWERED)
    with pytest.raises(Difference, match="differs"):
        hold_against(ANSWERED, other)


def test_of_long_answers_the_place_is_shown() -> None:
    begin = b'{"data":[' + b"1," * 1000
    with pytest.raises(Difference, match=r"plain:    ….*2\]}\ncompiled: ….*3\]}"):
        hold_against(ANSWERED._replace(body=begin + b"2]}"), ANSWERED._replace(body=begin + b"3]}"))
