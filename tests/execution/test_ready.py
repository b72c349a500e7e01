"""Random operations over answers with nulls, odd values and failures: the leaner executor gives graphql-core's own answers."""

from collections.abc import AsyncIterator
from inspect import isawaitable
from pathlib import Path

import orjson
import pytest
from graphql import ExecutionResult, experimental_execute_incrementally, parse
from graphql.execution.executor import Executor

from app.context import Context
from app.execution.lean import LeanExecutor
from app.execution.record_line import together
from app.loaders import Loaders
from app.source.opening import open_database
from app.source.protocol import Caller, Source
from app.source.sql import SqlSource
from tests.compiler.blocks import CASES
from tests.compiler.cases import Case
from tests.compiler.graph import SCHEMA
from tests.compiler.over import OverUpstream
from tests.compiler.stored_people import fill

SEEDS = range(120)


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[SqlSource]:
    url = f"sqlite:///{tmp_path / 'profiles.sqlite3'}"
    fill(url, SEEDS.start // CASES)
    source = SqlSource(open_database(url))
    yield source
    await source.close()


async def answered(executor: type[Executor[None]], case: Case, source: Source) -> bytes:
    """Return the answer with its errors, both in their order, and who was seen."""
    context, operation = Context("request-1", "acme", Loaders(source, Caller(), case.principal)), case.operation
    running = experimental_execute_incrementally(
        SCHEMA,
        parse(operation.text),
        context_value=context,
        variable_values=dict(operation.variables),
        operation_name=operation.name,
        executor_class=executor,
    )
    result = await running if isawaitable(running) else running
    assert isinstance(result, ExecutionResult)
    return orjson.dumps([result.formatted, [(lookup.account_id, ids) for lookup, ids in together(context.seen.found)]])


@pytest.mark.parametrize("first", SEEDS[::20])
async def test_an_upstreams_answers_are_written_alike(first: int) -> None:
    for case in map(Case, range(first, first + 20)):
        lean = await answered(LeanExecutor, case, OverUpstream(case.upstream).source)
        assert lean == await answered(Executor, case, OverUpstream(case.upstream).source), case


async def test_what_a_store_holds_is_written_alike(stored: SqlSource) -> None:
    for case in map(Case, SEEDS):
        assert await answered(LeanExecutor, case, stored) == await answered(Executor, case, stored), case
