"""The access record tells the same of an operation, whichever way it is executed."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
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
from app.source.opening import open_database
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


async def recorded(
    source: Source, query: str, compiler: Compiler | None, times: int, principal: Principal = ANYBODY
) -> list[dict[str, Any]]:
    texts: list[bytes] = []
    recorder = Recorder(texts.append, 100, complete=True)
    engine = Engine(SCHEMA, Documents(SCHEMA, 100), compiler=compiler, record=AccessRecord(SCHEMA, recorder, None))
    for _ in range(times):
        context = Context("request-1", "acme", Loaders(source, Caller("Bearer x"), principal))
        answer = await engine.execute(GraphQLRequest(query), context)
        assert {error["extensions"]["code"] for error in orjson.loads(answer.body).get("errors", [])} <= {"FORBIDDEN"}
    await recorder.close()
    lines = [orjson.loads(line) for line in b"".join(texts).splitlines()]
    return [{name: value for name, value in line.items() if name != "time"} for line in lines]


DELAYED = '{ profile(profileId: "1") { name { first } ... @defer { emails { address } } } }'


async def left_after(parts: int, query: str, source: Source) -> dict[str, Any]:
    """Take so many parts after the first, leave, and return the line."""
    texts: list[bytes] = []
    recorder = Recorder(texts.append, 100, complete=True)
    engine = Engine(SCHEMA, Documents(SCHEMA, 100), record=AccessRecord(SCHEMA, recorder, None))
    context = Context("request-1", "acme", Loaders(source, Caller("Bearer x"), ANYBODY), takes_parts=True)
    answer = await engine.execute(GraphQLRequest(query), context)
    assert isinstance(answer.rest, AsyncGenerator)
    for _ in range(parts):
        await anext(answer.rest)
    await answer.rest.aclose()
    await recorder.close()
    [line] = [orjson.loads(line) for line in b"".join(texts).splitlines()]
    return dict(line)


@pytest.mark.parametrize(("taken", "fields"), [(0, ["Name.first"]), (1, ["Email.address", "Name.first"])])
async def test_whoever_leaves_between_the_parts_saw_what_had_come(source: Source, taken: int, fields: list[str]) -> None:
    line = await left_after(taken, DELAYED, source)
    assert (line["profiles"], line["personal"]) == ({"acme": ["1"]}, fields)


STREAMED = '{ profilesByPhone(phoneNumber: "15550100005") @stream(initialCount: 2) { name { first } } }'


@pytest.mark.parametrize(("taken", "ids"), [(0, ["12", "13"]), (1, ["12", "13", "14", "15", "16"])])
async def test_whoever_leaves_a_list_saw_those_that_had_come(source: Source, taken: int, ids: list[str]) -> None:
    line = await left_after(taken, STREAMED, source)
    assert (line["profiles"], line["personal"]) == ({"acme": ids}, ["Name.first"])


@pytest.mark.parametrize("query", OPERATIONS)
async def test_a_compiled_operation_is_recorded_as_any_other(source: Source, query: str) -> None:
    compiler = Compiler(SCHEMA, 10)
    [plain] = await recorded(source, query, None, times=1)
    assert plain["profiles"]["acme"]
    assert await recorded(source, query, compiler, times=4) == [plain] * 4
    assert compiler.counters.hits == 3, "it went the compiled way"


async def test_documents_of_any_length_are_told_apart(source: Source) -> None:
    comment = "#" + "x" * 5000 + "\n"
    first, second = (comment + query for query in OPERATIONS[:2])
    expected = [await recorded(source, query, None, times=2) for query in (first, second)]
    texts: list[bytes] = []
    recorder = Recorder(texts.append, 100, complete=True)
    engine = Engine(SCHEMA, Documents(SCHEMA, 100), record=AccessRecord(SCHEMA, recorder, None))
    for query in (first, second) * 2:
        await engine.execute(GraphQLRequest(query), Context("request-1", "acme", Loaders(source, Caller("Bearer x"), ANYBODY)))
    await recorder.close()
    lines = [orjson.loads(line) for line in b"".join(texts).splitlines()]
    assert [line["personal"] for line in lines] == [line["personal"] for pair in zip(*expected, strict=True) for line in pair]
    assert lines[0]["personal"] != lines[1]["personal"]


@pytest.mark.parametrize("lacking", [*Scope, None])
async def test_what_a_caller_was_not_shown_is_recorded_alike(source: Source, lacking: Scope | None) -> None:
    compiler = Compiler(SCHEMA, 10)
    some = Principal("some", EVERY_SCOPE - {lacking} if lacking else frozenset({Scope.PROFILES}), None)
    query = '{ profilesByPhone(phoneNumber: "15550109999") { name { first } emails { address consents { type } } phones { number } } }'
    plain = await recorded(source, query, None, 1, some)
    assert bool(plain) == some.has(Scope.PROFILES), "who may see no profile was shown none"
    assert all(line["masked"] != some.has(Scope.PERSONAL) for line in plain)
    assert await recorded(source, query, compiler, 3, some) == plain * 3
    assert compiler.counters.hits == 2
