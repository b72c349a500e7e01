"""When an operation is compiled, and what its execution asks of the source."""

import asyncio
import gc
import json
import linecache
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson
import pytest

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Compiler
from app.compiler.operation import CompiledOperation
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.request import GraphQLRequest
from app.loaders import Loaders
from app.source.protocol import Caller
from app.source.rest import RestSource
from app.upstream.exchange import Headers, Reply
from app.upstream.opening import open_upstream
from tests.compiler.graph import SCHEMA
from tests.compiler.over import LIMITS
from tests.fake import FakeSource
from tests.upstream.in_memory import InMemory

TWO_PEOPLE = [
    {"ProfileId": 2, "Consents": [{"ConsentType": "T", "ConsentDate": "2020-01-01"}, {"ConsentType": "t", "ConsentDate": "2021-01-01"}]},
    {"ProfileId": 1, "ProfilePreferences": [{"FilterId": 7, "MatchType": "implied"}]},
]
NUMBER = "15550109999"
BY_PHONE = '{ profilesByPhone(phoneNumber: "15550109999") { profileId } }'


class Upstream(InMemory):
    """Answers two people to everything."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, Headers]] = []
        self.reply = Reply(200, {}, json.dumps(TWO_PEOPLE).encode())

    async def get(self, url: str, headers: Headers) -> Reply:
        self.requests.append((url, headers))
        return self.reply


class Gateway:
    """An engine that compiles, and what it is asked."""

    def __init__(self, capacity: int = 10, executor: ThreadPoolExecutor | None = None) -> None:
        self.upstream = Upstream()
        self.compiler = Compiler(SCHEMA, capacity, executor)
        self.engine = Engine(SCHEMA, Documents(SCHEMA, 100), compiler=self.compiler)
        self.source = RestSource(open_upstream("http://upstream.example/v4", LIMITS, http=self.upstream))

    async def ask(self, query: str, *, token: str = "a", principal: Principal = ANYBODY, **variables: object) -> dict[str, Any]:
        context = Context("request-1", "acme", Loaders(self.source, Caller(token), principal))
        answer = await self.engine.execute(GraphQLRequest(query, None, variables), context)
        decoded: dict[str, Any] = orjson.loads(answer.body)
        return decoded

    async def ask_compiled(self, query: str, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - handed on
        """Ask once for the note and once for the answer, of which only the second counts."""
        await self.ask(query, **arguments)
        self.upstream.requests.clear()
        hits = self.compiler.counters.hits
        answer = await self.ask(query, **arguments)
        assert self.compiler.counters.hits == hits + 1
        return answer


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


async def test_the_second_use_is_compiled(gateway: Gateway) -> None:
    first, second = await gateway.ask(BY_PHONE), await gateway.ask(BY_PHONE)
    assert first == second == {"data": {"profilesByPhone": [{"profileId": "1"}, {"profileId": "2"}]}}
    counters = gateway.compiler.counters
    assert (counters.hits, counters.compiled, counters.plain) == (1, 1, {"first use": 1})
    assert counters.compile_seconds > 0


async def test_it_is_compiled_once_for_each_way_its_directives_fall(gateway: Gateway) -> None:
    query = 'query ($flag: Boolean!) { profile(profileId: "1") { profileId isActive @include(if: $flag) } }'
    await gateway.ask(query, flag=True)
    with_it = [await gateway.ask(query, flag=True) for _ in range(2)]
    without = [await gateway.ask(query, flag=False) for _ in range(2)]
    assert [answer["data"]["profile"] for answer in with_it + without] == [{"profileId": "1", "isActive": None}] * 2 + [
        {"profileId": "1"}
    ] * 2
    assert gateway.compiler.counters.compiled == 2


async def test_beside_the_event_loop_the_plain_way_answers_meanwhile() -> None:
    with ThreadPoolExecutor(1) as executor:
        gateway = Gateway(executor=executor)
        answers = [await gateway.ask(BY_PHONE) for _ in range(2)]
        await asyncio.wrap_future(executor.submit(lambda: None))  # it has one thread
        answers.append(await gateway.ask(BY_PHONE))
    assert answers[0] == answers[1] == answers[2]
    assert gateway.compiler.counters.hits >= 1


async def test_the_operation_used_longest_ago_is_forgotten() -> None:
    gateway = Gateway(capacity=1)
    await gateway.ask_compiled(BY_PHONE)
    await gateway.ask("{ __typename }")
    await gateway.ask(BY_PHONE)
    assert gateway.compiler.counters.plain == {"first use": 3}


async def test_nothing_is_kept_of_an_operation_that_is_forgotten() -> None:
    gateway = Gateway(capacity=1)
    await gateway.ask_compiled(BY_PHONE)
    kept = {name for name in linecache.cache if name.startswith("<compiled")}
    await gateway.ask_compiled('{ profilesByPhone(phoneNumber: "15550109999") { isActive } }')
    await gateway.ask_compiled('{ profilesByPhone(phoneNumber: "15550109999") { isActive profileId } }')
    assert len({name for name in linecache.cache if name.startswith("<compiled")}) == len(kept)


async def test_a_request_with_wrong_arguments_spoils_the_plan_for_nobody(gateway: Gateway) -> None:
    query = 'query ($n: String = "15550109999") { profilesByPhone(phoneNumber: $n) { profileId } }'
    for _ in range(2):
        assert "errors" in await gateway.ask(query, n=None)
    assert "errors" not in await gateway.ask(query)
    assert gateway.compiler.counters.hits == 1


@pytest.mark.parametrize("given", [{}, {"n": NUMBER}, {"n": 15550109999}, {"n": None}, {"n": NUMBER, "more": 1}])
@pytest.mark.parametrize("declared", ["$n: String!", '$n: String! = "15550109999"', "$n: ID!"])
async def test_variables_are_read_as_the_plain_way_reads_them(gateway: Gateway, declared: str, given: dict[str, Any]) -> None:
    query = f"query ({declared}) {{ profilesByPhone(phoneNumber: $n, includeInactive: true) {{ profileId }} }}"
    plain, *compiled = [await gateway.ask(query, **given) for _ in range(3)]
    assert all(answer == plain for answer in compiled)


async def test_root_fields_that_differ_in_their_view_are_one_call_that_shows_all(gateway: Gateway) -> None:
    asked = 'profilesByPhone(phoneNumber: "15550109999"'
    selected = "{ profileId preferences { filterId } consents { type } }"
    narrow = f"{asked}, includeImplied: false, includeConsentHistory: false)"
    query = f"{{ a: {asked}) {selected} b: {narrow} {selected} c: {asked}) {{ isActive }} }}"
    answer = (await gateway.ask_compiled(query))["data"]
    assert [dict(parse_qsl(urlsplit(url).query)) for url, _ in gateway.upstream.requests] == [
        {"phoneNumber": "15550109999", "includeInactive": "false", "implied": "true", "includeConsentHistory": "true"}
    ]
    assert [profile["preferences"] for profile in answer["a"]] == [[{"filterId": "7"}], None]
    assert [profile["preferences"] for profile in answer["b"]] == [[], None]
    assert [profile["consents"] for profile in answer["a"]] == [None, [{"type": "T"}, {"type": "t"}]]
    assert [profile["consents"] for profile in answer["b"]] == [None, [{"type": "t"}]]


async def test_each_caller_is_answered_with_what_was_read_for_that_caller(gateway: Gateway) -> None:
    await gateway.ask_compiled(BY_PHONE, token="a")
    await gateway.ask(BY_PHONE, token="b")
    assert [headers for _, headers in gateway.upstream.requests] == [[("Authorization", "a")], [("Authorization", "b")]]


async def test_callers_share_a_plan_where_their_scopes_make_no_difference_to_it(gateway: Gateway) -> None:
    query = '{ profile(profileId: "1") { consents { type } tags { name } } }'
    some = frozenset({Scope.PROFILES, Scope.CONSENTS, Scope.TAGS})
    await gateway.ask_compiled(query)
    for scopes in [EVERY_SCOPE, some, some | {Scope.PERSONAL}, some - {Scope.PROFILES}]:
        await gateway.ask(query, principal=Principal("some", scopes, None))
    assert gateway.compiler.counters.compiled == 1
    for scopes in [EVERY_SCOPE - {Scope.TAGS}, some - {Scope.TAGS}]:
        await gateway.ask(query, principal=Principal("some", scopes, None))
    assert gateway.compiler.counters.compiled == 2
    assert gateway.compiler.counters.plain == {"first use": 1}


async def test_an_account_of_somebody_else_looks_like_none_and_is_not_asked_for(gateway: Gateway) -> None:
    others = Principal("others", EVERY_SCOPE, frozenset({"theirs"}))
    answer = await gateway.ask_compiled(f'{{ profile(profileId: "1") {{ profileId }} {BY_PHONE[2:]}', principal=others)
    assert answer["data"] == {"profile": None, "profilesByPhone": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["ACCOUNT_NOT_FOUND"]
    assert not gateway.upstream.requests


async def test_another_source_is_asked_the_plain_way(gateway: Gateway) -> None:
    gateway.source = FakeSource({"acme": []})  # type: ignore[assignment] # any source will do
    assert await gateway.ask(BY_PHONE) == {"data": {"profilesByPhone": []}}
    assert gateway.compiler.counters.plain == {"source": 1}


async def test_should_compiled_code_fail_the_plain_way_answers_and_nothing_is_asked_twice(caplog: pytest.LogCaptureFixture) -> None:
    gateway = Gateway()
    expected = await gateway.ask_compiled(BY_PHONE)

    class Failing:
        def read(self, *_: object) -> None:
            raise KeyError(NUMBER)

    for entry in gateway.compiler.entries():
        assert isinstance(entry.compiled, CompiledOperation)
        entry.compiled.readers["profilesByPhone"] = Failing()  # type: ignore[assignment] # a defect
    gateway.upstream.requests.clear()
    with caplog.at_level(logging.ERROR):
        assert await gateway.ask(BY_PHONE) == expected
    assert len(gateway.upstream.requests) == 1
    assert gateway.compiler.counters.plain["a defect of compiled code"] == 1
    assert "KeyError" in caplog.text
    assert NUMBER not in caplog.text


@pytest.mark.parametrize(("status", "body"), [(200, b"[]"), (200, b"[{"), (500, b"")])
async def test_a_request_leaves_nothing_to_the_garbage_collector(gateway: Gateway, status: int, body: bytes) -> None:
    await gateway.ask_compiled(BY_PHONE)
    gateway.upstream.reply = Reply(status, {}, body)
    gc.collect()
    gc.disable()
    await gateway.ask(BY_PHONE)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        assert [kept for kept in gc.garbage if isinstance(kept, Context)] == []
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert gateway.compiler.counters.hits >= 2
