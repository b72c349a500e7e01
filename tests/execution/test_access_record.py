"""The access record tells the same of an operation, whichever way it is executed."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Compiler
from app.context import Context
from app.emulator.accounts import EmulatorData
from app.emulator.running import running_emulator
from app.execution.access_record import AccessRecord
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.generator.demo import demo_profiles
from app.loaders import Loaders
from app.recording import Recorder
from app.schema.graph import build_schema, executable
from app.source.database import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.upstream.opening import open_upstream
from tests.source.stored import store

SCHEMA = executable(build_schema())
OPERATIONS = [
    '{ profilesByPhone(phoneNumber: "15550100005") { name { first } consents { type } } }',
    '{ profilesByPhone(phoneNumber: "15550109999") { emails { address } } other: profile(profileId: "3") { phones { type } } }',
    '{ profile(profileId: "1") { isActive } none: profile(profileId: "999999999") { isActive } }',
    '{ _entities(representations: [{__typename: "Profile", profileId: "1"}, {__typename: "Profile", profileId: "999"}]) { __typename } }',
]
Make = Callable[[], Source]


@pytest.fixture(params=["sql", "rest"])
async def source(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Source]:
    raw = [orjson.loads(orjson.dumps(profile)) for profile in demo_profiles()]
    if request.param == "sql":
        source: Source = SqlSource(open_database(store(raw, "acme", f"sqlite:///{tmp_path / 'profiles.sqlite3'}")))
        yield source
        await source.close()
        return
    with running_emulator(EmulatorData({"acme": raw})) as emulator:
        source = RestSource(open_upstream(emulator.base_url))
        yield source
        await source.close()


async def recorded(source: Source, query: str, compiler: Compiler | None, times: int) -> list[dict[str, Any]]:
    texts: list[bytes] = []
    recorder = Recorder(texts.append, 100, complete=True)
    engine = Engine(SCHEMA, Documents(SCHEMA, 100), compiler=compiler, record=AccessRecord(SCHEMA, recorder, None))
    for _ in range(times):
        context = Context("request-1", "acme", Loaders(source, Caller("Bearer x"), ANYBODY))
        answer = await engine.execute(GraphQLRequest(query), context)
        assert "errors" not in orjson.loads(answer.body)
    await recorder.close()
    lines = [orjson.loads(line) for line in b"".join(texts).splitlines()]
    return [{name: value for name, value in line.items() if name != "time"} for line in lines]


@pytest.mark.parametrize("query", OPERATIONS)
async def test_a_compiled_operation_is_recorded_as_any_other(source: Source, query: str) -> None:
    compiler = Compiler(SCHEMA, 10)
    [plain] = await recorded(source, query, None, times=1)
    assert plain["profiles"]["acme"]
    assert await recorded(source, query, compiler, times=4) == [plain] * 4
    assert compiler.counters.hits == 3, "it went the compiled way"
