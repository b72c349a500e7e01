"""How often a source is asked for one operation, counted where it is asked: statements of the store, requests at the upstream."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.auth.unchecked import ANYBODY
from app.context import Context
from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.generator.full import FULL_PHONE_NUMBER, full_profiles
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.database import Database, Statement, StoreRow
from app.source.opening import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.source.tables import metadata
from app.upstream.opening import open_upstream
from tests.source.stored import store

NINE = "alternateIds { id } addresses { line1 } emails { address } phones { number } preferences { type } consents { type } "
NINE += "customFields { name } groups { name } tags { name }"
EVERYTHING = (Path(__file__).parents[1] / "bench" / "everything.graphql").read_text()
SCHEMA = executable(build_schema())
ENGINE = Engine(SCHEMA, Documents(SCHEMA, capacity=10))


class Counted:
    """A database that remembers its statements."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dialect = database.dialect
        self.statements: list[str] = []

    async def fetch(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Sequence[StoreRow]:
        self.statements.append(statement)
        return await self.database.fetch(statement, parameters)

    async def close(self) -> None:
        await self.database.close()


@pytest.fixture(scope="module")
def fifty() -> list[dict[str, object]]:
    return list(full_profiles(50))


@pytest.fixture(scope="module")
def sqlite_url(fifty: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> str:
    return store(fifty, "acme", f"sqlite:///{tmp_path_factory.mktemp('calls') / 'profiles.sqlite3'}")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Counted]:
    database = Counted(open_database(sqlite_url))
    yield database
    await database.close()


@pytest.fixture(scope="module")
def emulator(fifty: list[dict[str, object]]) -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({"acme": fifty})) as emulator:
        yield emulator


@pytest.fixture
async def rest(emulator: RunningEmulator) -> AsyncIterator[RestSource]:
    emulator.reset()
    source = RestSource(open_upstream(emulator.base_url))
    yield source
    await source.close()


async def answered(source: Source, query: str) -> dict[str, Any]:
    context = Context("request-1", "acme", Loaders(source, Caller("Bearer x"), ANYBODY))
    answer = await ENGINE.execute(GraphQLRequest(query, None, {"phoneNumber": FULL_PHONE_NUMBER}), context)
    decoded: dict[str, Any] = orjson.loads(answer.body)
    assert "errors" not in decoded
    return decoded


def by_phone(selection: str, alias: str = "found") -> str:
    return f"{{ {alias}: profilesByPhone(phoneNumber: {orjson.dumps(FULL_PHONE_NUMBER).decode()}) {{ {selection} }} }}"


async def test_fifty_profiles_with_all_nine_collections_take_one_statement_for_each_table(database: Counted) -> None:
    answer = await answered(SqlSource(database), by_phone(NINE))
    assert len(answer["data"]["found"]) == 50
    assert len(database.statements) == 10
    main_tables = [re.findall(r'\bFROM "?(\w+)', statement)[0] for statement in database.statements]
    assert len(set(main_tables)) >= 9
    assert set(main_tables) <= set(metadata.tables)


async def test_everything_of_fifty_profiles_takes_one_statement_for_each_edge(database: Counted) -> None:
    await answered(SqlSource(database), EVERYTHING)
    assert len(database.statements) <= 1 + 16 + 3, "the consents of preferences stand on four levels"


async def test_a_table_that_is_not_selected_is_not_read(database: Counted) -> None:
    await answered(SqlSource(database), by_phone("name { first } emails { address }"))
    text = " ".join(database.statements)
    assert len(database.statements) == 2
    assert [table for table in ("consents", "preferences", "addresses", "tags") if f"FROM {table}" in text] == []


async def test_everything_of_fifty_profiles_takes_one_upstream_call(rest: RestSource, emulator: RunningEmulator) -> None:
    answer = await answered(rest, EVERYTHING)
    assert len(answer["data"]["profilesByPhone"]) == 50
    assert len(emulator.record.entries) == 1


async def test_aliases_that_differ_only_in_need_are_one_upstream_call(rest: RestSource, emulator: RunningEmulator) -> None:
    inner = ["consents { type }", "preferences { type }", "profileId"]
    query = " ".join(by_phone(selection, alias)[1:-1] for selection, alias in zip(inner, "abc", strict=True))
    await answered(rest, f"{{ {query} }}")
    [request] = emulator.record.entries
    assert dict(request.query)["implied"] == "true"
    assert dict(request.query)["includeConsentHistory"] == "true"


@pytest.mark.parametrize(
    ("selection", "implied", "history"),
    [
        ("profileId", "false", "false"),
        ("consents { type }", "false", "true"),
        ("emails { preferences { type } }", "true", "false"),
        ("preferences { consents { type } }", "true", "true"),
    ],
)
async def test_the_flags_sent_follow_from_the_selection(
    rest: RestSource, emulator: RunningEmulator, selection: str, implied: str, history: str
) -> None:
    await answered(rest, by_phone(selection))
    [request] = emulator.record.entries
    assert {name: dict(request.query)[name] for name in ("implied", "includeConsentHistory", "includeInactive")} == {
        "implied": implied,
        "includeConsentHistory": history,
        "includeInactive": "false",
    }
