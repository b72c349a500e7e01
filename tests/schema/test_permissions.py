"""Every scope, every field, every way in, both sources: what is shown is what the table in ``permitted.py`` says."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.compiler.compiler import Compiler
from app.context import Context
from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.generator.full import FULL_PHONE_NUMBER, FULL_START_ID, full_profiles
from app.loaders import Loaders
from app.model import Handle, View
from app.schema.graph import build_schema, executable
from app.source.opening import open_database
from app.source.protocol import Caller, Collection, Edge, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.upstream.opening import open_upstream
from tests.fake import FakeSource
from tests.schema.permitted import refused, shown
from tests.source.stored import store

EVERYTHING = (Path(__file__).parents[2] / "bench" / "everything.graphql").read_text()
SELECTION = EVERYTHING.partition(") {")[2].partition(") {")[2].partition("\n}\n")[0].rpartition("}")[0]
FRAGMENTS = "fragment" + EVERYTHING.partition("\nfragment")[2]
WAYS = {
    "by phone": f'{{ found: profilesByPhone(phoneNumber: "{FULL_PHONE_NUMBER}") {{ {SELECTION} }} }}',
    "by id": f'{{ found: profile(profileId: "{FULL_START_ID}") {{ {SELECTION} }} }}',
    "_entities": f"query ($r: [_Any!]!) {{ found: _entities(representations: $r) {{ ... on Profile {{ {SELECTION} }} }} }}",
}
REPRESENTATION = {"__typename": "Profile", "accountId": "acme", "profileId": str(FULL_START_ID)}
# None, one and two, and all but those.
COMBINATIONS = [frozenset(some) for size in (0, 1, 2, 6, 7, 8) for some in combinations(Scope, size)]


@pytest.fixture(scope="module")
def raw() -> list[dict[str, object]]:
    return list(full_profiles(1))


@pytest.fixture(scope="module")
def store_url(raw: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> str:
    return store(raw, "acme", f"sqlite:///{tmp_path_factory.mktemp('permissions') / 'profiles.sqlite3'}")


@pytest.fixture(scope="module")
def emulator(raw: list[dict[str, object]]) -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({"acme": raw})) as emulator:
        yield emulator


@pytest.fixture(params=["sql", "rest"])
async def one_source(request: pytest.FixtureRequest, store_url: str, emulator: RunningEmulator) -> AsyncIterator[Source]:
    source = SqlSource(open_database(store_url)) if request.param == "sql" else RestSource(open_upstream(emulator.base_url))
    yield source
    await source.close()


async def answered(engine: Engine, source: Source, query: str, principal: Principal) -> dict[str, Any]:
    context = Context("request-1", "acme", Loaders(source, Caller("Bearer x"), principal))
    answer = await engine.execute(GraphQLRequest(query, None, {"r": [REPRESENTATION]} if "_entities" in query else {}), context)
    decoded: dict[str, Any] = orjson.loads(answer.body)
    return decoded


def caller(scopes: frozenset[Scope]) -> Principal:
    return Principal("caller", scopes, frozenset({"acme"}))


async def told_by_the_table(engine: Engine, source: Source, way: str, scopes: frozenset[Scope], whole: Any) -> None:  # noqa: ANN401 - JSON
    """Assert that a caller with these scopes is shown of the whole answer what the table says, and told of the rest."""
    answer = await answered(engine, source, f"{WAYS[way]} {FRAGMENTS}", caller(scopes))
    told = {(tuple(error["path"]), error["extensions"]["scope"]) for error in answer.get("errors", [])}
    assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"FORBIDDEN"}
    if Scope.PROFILES in scopes:
        assert answer["data"]["found"] == shown(whole, scopes)
        assert told == set(refused(whole, scopes, ("found",)))
    else:
        path = ("found", 0) if way == "_entities" else ("found",)
        assert (answer["data"]["found"], told) == ([None] if way == "_entities" else None, {(path, "profiles:read")})


@pytest.mark.parametrize("way", WAYS)
async def test_each_combination_of_scopes_shows_what_the_table_says(engine: Engine, one_source: Source, way: str) -> None:
    whole = (await answered(engine, one_source, f"{WAYS[way]} {FRAGMENTS}", caller(EVERY_SCOPE)))["data"]["found"]
    assert whole
    for scopes in COMBINATIONS:
        await told_by_the_table(engine, one_source, way, scopes, whole)


@pytest.mark.parametrize("way", WAYS)
async def test_each_combination_shows_the_same_from_a_compiled_plan(engine: Engine, one_source: Source, way: str) -> None:
    whole = (await answered(engine, one_source, f"{WAYS[way]} {FRAGMENTS}", caller(EVERY_SCOPE)))["data"]["found"]
    compiling, compiler = compiling_engine()
    await answered(compiling, one_source, f"{WAYS[way]} {FRAGMENTS}", caller(EVERY_SCOPE))
    for scopes in COMBINATIONS:
        await told_by_the_table(compiling, one_source, way, scopes, whole)
    assert compiler.counters.plain == {"first use": 1}
    assert compiler.counters.hits == len(COMBINATIONS)


async def test_the_message_names_the_scope_and_the_rest_of_the_answer_stands(engine: Engine, one_source: Source) -> None:
    query = f'{{ profile(profileId: "{FULL_START_ID}") {{ profileId groups {{ name }} tags {{ name }} }} }}'
    answer = await answered(engine, one_source, query, caller(frozenset({Scope.PROFILES, Scope.TAGS})))
    assert answer["data"]["profile"]["profileId"] == str(FULL_START_ID)
    assert answer["data"]["profile"]["tags"]
    [error] = answer["errors"]
    assert error["message"] == "The scope groups:read is needed to read this."
    assert error["path"] == ["profile", "groups"]


LISTS = [
    'profilesByPhone(phoneNumber: "15550109999", accountId: "ACCOUNT")',
    'profilesByEmail(emailAddress: "a@example.com", accountId: "ACCOUNT")',
]
SINGLES = [
    'profile(profileId: "1", accountId: "ACCOUNT")',
    'profileByAlternateId(alternateId: "A-1", alternateIdType: "CRM", accountId: "ACCOUNT")',
    '_entities(representations: [{__typename: "Profile", profileId: "1", accountId: "ACCOUNT"}])',
]


@pytest.mark.parametrize("field", LISTS + SINGLES)
async def test_an_account_of_others_looks_like_one_that_does_not_exist(engine: Engine, source: FakeSource, field: str) -> None:
    source.accounts["not-ours"] = source.accounts["acme"]
    anywhere = Principal("caller", EVERY_SCOPE, None)
    query = f"{{ found: {field} {{ __typename ... on Profile {{ profileId }} }} }}"
    restricted = await answered(engine, source, query.replace("ACCOUNT", "not-ours"), caller(EVERY_SCOPE))
    assert source.finds == [], "the source is not asked for it"
    unknown = await answered(engine, source, query.replace("ACCOUNT", "unknown"), anywhere)
    assert restricted == unknown
    assert ("errors" in restricted) == (field in LISTS)


async def test_the_header_and_the_configured_account_are_held_to_the_same_rule(engine: Engine, source: FakeSource) -> None:
    elsewhere = Principal("caller", EVERY_SCOPE, frozenset({"other"}))
    answer = await answered(engine, source, '{ found: profilesByPhone(phoneNumber: "15550109999") { profileId } }', elsewhere)
    assert answer["errors"][0]["extensions"]["code"] == "ACCOUNT_NOT_FOUND"
    assert source.finds == []


@pytest.mark.parametrize(
    ("lacking", "selection", "view"),
    [
        ({Scope.CONSENTS}, "preferences { type consents { type } }", View(implied=True, history=False)),
        ({Scope.PREFERENCES}, "preferences { type consents { type } }", View(implied=False, history=False, current=False)),
        ({Scope.PREFERENCES}, "preferences { consents { type } } consents { type }", View(implied=False, history=True)),
        ({Scope.CONTACTS}, "emails { preferences { type } consents { type } }", View(implied=False, history=False, current=False)),
        (
            {Scope.CONTACTS},
            "...F } } fragment F on Profile { phones { ... { consents { type",
            View(implied=False, history=False, current=False),
        ),
        ({Scope.TAGS}, "emails { preferences { type } ... on Email { consents { type } } }", View(implied=True, history=True)),
    ],
)
async def test_what_is_forbidden_is_not_asked_for(
    engine: Engine, source: FakeSource, lacking: set[Scope], selection: str, view: View
) -> None:
    query = f'{{ profilesByPhone(phoneNumber: "15550109999") {{ {selection} '
    query += "}" * (query.count("{") - query.count("}"))
    answer = await answered(engine, source, query, caller(EVERY_SCOPE - lacking))
    assert all(error["extensions"]["code"] == "FORBIDDEN" for error in answer.get("errors", []))
    [(lookups, _)] = source.finds
    assert [lookup.view for lookup in lookups] == [view]


async def test_a_caller_without_the_scope_of_profiles_asks_no_source(engine: Engine, source: FakeSource) -> None:
    query = '{ profilesByPhone(phoneNumber: "15550109999") { consents { type } } }'
    answer = await answered(engine, source, query, caller(EVERY_SCOPE - {Scope.PROFILES}))
    assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN", "scope": "profiles:read"}
    assert source.finds == []


class Followed(SqlSource):
    """A store that remembers which edges it was asked for."""

    edges: set[Edge]

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:
        self.edges.add(edge)
        return await super().collections(edge, parents, caller)


async def test_a_store_is_not_read_for_what_is_forbidden(engine: Engine, store_url: str) -> None:
    source = Followed(open_database(store_url))
    source.edges = set()
    query = f'{{ profile(profileId: "{FULL_START_ID}") {{ consents {{ type }} groups {{ name }} emails {{ consents {{ type }} }} }} }}'
    await answered(engine, source, query, caller(frozenset({Scope.PROFILES, Scope.CONSENTS})))
    await source.close()
    assert source.edges == {Edge.CONSENTS_BY_PROFILE}


@pytest.mark.parametrize("way", WAYS)
async def test_a_compiled_plan_shows_nobody_more(one_source: Source, engine: Engine, way: str) -> None:
    query = f"{WAYS[way]} {FRAGMENTS}"
    compiling, compiler = compiling_engine()
    for _ in range(3):
        await answered(compiling, one_source, query, caller(EVERY_SCOPE))
    assert compiler.counters.hits == 2, "there is a plan"
    elsewhere = Principal("caller", EVERY_SCOPE, frozenset({"other"}))
    for principal in [elsewhere, *(caller(EVERY_SCOPE - {scope}) for scope in Scope)]:
        assert await answered(compiling, one_source, query, principal) == await answered(engine, one_source, query, principal)
    assert compiler.counters.hits == 3 + len(Scope), "all of them were answered from plans"


def compiling_engine() -> tuple[Engine, Compiler]:
    schema = executable(build_schema())
    compiler = Compiler(schema, 100)
    return Engine(schema, Documents(schema, 10), compiler=compiler), compiler
