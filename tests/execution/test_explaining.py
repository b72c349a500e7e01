"""``extensions.explain``: what a request is told of the way that its operation took."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import orjson
import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Compiler
from app.compiler.explain import NATIVE
from app.compiler.operation import CompiledOperation
from app.compiler.program import Program
from app.context import Context
from app.emulator.accounts import EmulatorData
from app.emulator.running import running_emulator
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.generator.demo import demo_profiles
from app.loaders import Loaders
from app.schema.graph import build_schema, executable
from app.source.database import Statement, StoreRow
from app.source.opening import open_database
from app.source.protocol import Caller, Source
from app.source.rest import RestSource
from app.source.sql import SqlSource
from app.upstream.opening import open_upstream
from tests.source.stored import store

SCHEMA = executable(build_schema())
NUMBER = "15550109999"
QUERY = """
query ($n: String!, $dates: Boolean = false) {
  people: profilesByPhone(phoneNumber: $n, includeConsentHistory: false) { profileId consents { status collectedAt @include(if: $dates) } }
}
"""
PLAN = ["people: profilesByPhone", "  profileId: profile_id", "  consents: consents, a list of Consent", "    status: status"]
ASKS = "one PhoneLookup; implied=false, includeConsentHistory=false, includeInactive=false"
ARGUMENTS = {
    "profilesByPhone": ['phoneNumber: "15550109999"', 'phoneNumber: "15550109999", phoneType: "Home", includeInactive: true'],
    "profilesByEmail": ['emailAddress: "someone@example.com", emailType: " "', 'emailAddress: "someone@example.com", emailType: "Work"'],
    "profileByAlternateId": ['alternateId: "7", alternateIdType: "CRM"'],
    "profile": ["profileId: 1"],
}


class Asking:
    """An engine over one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.compiler = Compiler(SCHEMA, 100)
        self.engine = Engine(SCHEMA, Documents(SCHEMA, 100), compiler=self.compiler)

    async def answer(
        self,
        query: str,
        variables: Mapping[str, Any] | None = None,
        principal: Principal = ANYBODY,
        name: str | None = None,
        **wanted: Any,  # noqa: ANN401 - handed on
    ) -> dict[str, Any]:
        context = Context("request-1", "acme", Loaders(self.source, Caller("Bearer x"), principal), **wanted)
        answer = await self.engine.execute(GraphQLRequest(query, name, variables), context)
        decoded: dict[str, Any] = orjson.loads(answer.body)
        return decoded

    async def explanation(
        self, query: str, variables: Mapping[str, Any] | None = None, principal: Principal = ANYBODY, name: str | None = None
    ) -> dict[str, Any]:
        answer = await self.answer(query, variables, principal, name, wants_explanation=True)
        told: dict[str, Any] = answer["extensions"]["explain"]
        return told


class Heard:
    """A database that remembers its statements."""

    def __init__(self, url: str) -> None:
        self._database = open_database(url)
        self.dialect, self.close = self._database.dialect, self._database.close
        self.statements: list[str] = []

    async def fetch(self, statement: Statement, parameters: Mapping[str, Any] | None = None) -> Sequence[StoreRow]:
        self.statements.append(statement)
        return await self._database.fetch(statement, parameters)


@pytest.fixture(scope="module")
def raw() -> list[dict[str, object]]:
    return [orjson.loads(orjson.dumps(profile)) for profile in demo_profiles()]


@pytest.fixture(scope="module")
def store_url(raw: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory) -> str:
    return store(raw, "acme", f"sqlite:///{tmp_path_factory.mktemp('store') / 'profiles.sqlite3'}")


@pytest.fixture(scope="module")
def upstream_url(raw: list[dict[str, object]]) -> Iterator[str]:
    with running_emulator(EmulatorData({"acme": raw})) as emulator:
        yield emulator.base_url


@pytest.fixture
async def database(store_url: str) -> AsyncIterator[Heard]:
    heard = Heard(store_url)
    yield heard
    await heard.close()


@pytest.fixture
def over_store(database: Heard) -> Asking:
    return Asking(SqlSource(database))


@pytest.fixture
async def over_rest(upstream_url: str) -> AsyncIterator[Asking]:
    source = RestSource(open_upstream(upstream_url))
    yield Asking(source)
    await source.close()


@pytest.fixture(params=["store", "rest"])
def asking(request: pytest.FixtureRequest) -> Asking:
    asking: Asking = request.getfixturevalue(f"over_{request.param}")
    return asking


async def test_it_says_why_the_plain_way_answered_and_when_the_plan_did(asking: Asking) -> None:
    told = [await asking.explanation(QUERY, {"n": NUMBER}) for _ in range(2)]
    assert [(one.pop("way"), one.pop("reason", None)) for one in told] == [("plain", "first use"), ("compiled", None)]
    assert told[0] == told[1]
    assert asking.compiler.counters.hits == 1


async def test_the_answer_is_the_same_but_for_what_is_told(asking: Asking) -> None:
    query = QUERY.replace("status", "status id: type")
    dated = {"n": NUMBER, "dates": True}
    for principal in (ANYBODY, Principal("some", frozenset({Scope.PROFILES}), None)):
        for _ in range(2):
            explained = await asking.answer(query, dated, principal, wants_explanation=True)
            assert explained.pop("extensions").keys() == {"explain"}
            assert explained == await asking.answer(query, dated, principal)
    assert explained["errors"], "one who may not see consents"


async def test_over_rest_it_shows_the_flags_and_the_code_that_runs(over_rest: Asking) -> None:
    await over_rest.explanation(QUERY, {"n": NUMBER})
    told = await over_rest.explanation(QUERY, {"n": NUMBER})
    [reading] = told["reads"]
    assert (told["plan"], told["conditions"]) == (PLAN, {"dates": False})
    assert (reading["field"], reading["asks"], "sql" in reading) == ("people", ASKS, False)
    [compiled] = [entry.compiled for entry in over_rest.compiler.entries()]
    assert isinstance(compiled, CompiledOperation)
    reader = compiled.readers["people"]
    [style] = reader._programs
    program = Program(reader._selection, style)
    native = [] if isinstance(reader.program(style), Program) else [NATIVE]
    assert reading["code"] == ["# narrowed here: consents", *native, *program.text.rstrip().splitlines()]


@pytest.mark.parametrize(("field", "arguments"), [(field, each) for field, some in ARGUMENTS.items() for each in some])
async def test_over_a_store_it_shows_the_statement_that_runs(over_store: Asking, database: Heard, field: str, arguments: str) -> None:
    query = f"{{ {field}({arguments}) {{ profileId name {{ last }} preferences {{ filterId }} }} }}"
    await over_store.explanation(query)
    database.statements.clear()
    told = await over_store.explanation(query)
    [reading] = told["reads"]
    assert (told["way"], "code" in reading) == ("compiled", False)
    assert reading["sql"] in database.statements


async def test_it_follows_the_directives_of_this_request(asking: Asking) -> None:
    told = await asking.explanation(QUERY, {"n": NUMBER, "dates": True})
    assert (told["conditions"], told["plan"]) == ({"dates": True}, [*PLAN, "    collectedAt: collected_at"])


async def test_what_the_caller_may_not_see_is_in_no_part_of_it(asking: Asking) -> None:
    query = f'{{ profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId consents {{ status }} tags {{ name }} }} }}'
    told = await asking.explanation(query, None, Principal("some", EVERY_SCOPE - {Scope.CONSENTS}, None))
    assert "tags" in str(told)
    assert [word for word in ("status", "a list of Consent", '"consents"', "consent_1") if word in str(told)] == []
    assert told["reads"][0]["asks"] == ASKS


@pytest.mark.parametrize(
    ("query", "wanted", "reason"),
    [
        ("{ __schema { queryType { name } } }", {}, "first use"),
        ('{ profile(profileId: "1") { profileId } }', {"wants_cost": True}, "with its cost"),
        ('{ profile(profileId: "1") { profileId } }', {"wants_trace": True}, "with a trace"),
        ('{ profile(profileId: "1") { profileId ... @defer { isActive } } }', {"takes_parts": True}, "in parts"),
    ],
)
async def test_whatever_goes_the_plain_way_says_so(asking: Asking, query: str, wanted: dict[str, Any], reason: str) -> None:
    answer = await asking.answer(query, wants_explanation=True, **wanted)
    assert answer["data"]
    assert answer["extensions"]["explain"]["reason"] == reason


async def test_an_operation_that_is_never_compiled_says_why(asking: Asking) -> None:
    told = [await asking.explanation("{ __schema { queryType { name } } }") for _ in range(2)]
    assert told == [
        {"way": "plain", "reason": reason, "unsupported": "root field __schema"} for reason in ("first use", "root field __schema")
    ]


@pytest.mark.parametrize("variables", [{"n": None}, {}])
async def test_what_is_not_executed_is_not_explained(asking: Asking, variables: dict[str, None]) -> None:
    answer = await asking.answer(QUERY, variables, wants_explanation=True)
    assert answer.keys() == {"errors"}


async def test_a_variable_that_is_a_condition_of_another_operation_only_is_not_told(asking: Asking) -> None:
    one = "query One($v: String!) { profilesByPhone(phoneNumber: $v) { profileId } }"
    other = 'query Other($v: Boolean!) { profile(profileId: "1") { profileId @skip(if: $v) } }'
    for number in (NUMBER, NUMBER, "15550100005"):
        told = await asking.explanation(f"{one} {other}", {"v": number}, name="One")
        assert told["conditions"] == {}
    assert asking.compiler.counters.compiled == 1


async def test_it_holds_nothing_of_the_request_and_nothing_that_was_found(asking: Asking) -> None:
    query = f"""
    query ($e: String!) {{
      profilesByEmail(emailAddress: $e, accountId: "someone-else") {{ profileId }}
      profilesByPhone(phoneNumber: "{NUMBER}", phoneType: "hOmE") {{ accountId name {{ last }} phones {{ number }} }}
      _entities(representations: [{{__typename: "Profile", profileId: "77777"}}]) {{ ... on Profile {{ emails {{ address }} }} }}
    }}
    """
    for _ in range(2):
        answer = await asking.answer(query, {"e": "secret@example.com"}, wants_explanation=True)
        [person] = answer["data"]["profilesByPhone"]
        told = orjson.dumps(answer["extensions"]["explain"]).decode()
        values = [NUMBER, "secret", "example.com", "someone-else", "acme", "hOmE", "77777", person["name"]["last"]]
        assert [value for value in values if value in told] == []
