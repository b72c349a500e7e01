"""OAuth 2.0 client credentials, against the emulator's token endpoint, which verifies them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from functools import partial

import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.faults import Delay, Reply
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.tokens import TOKEN_PATH, Tokens
from app.errors import GatewayError, UpstreamTimeout, UpstreamUnavailable
from app.model import View
from app.upstream.client_credentials import REFUSED, REMEMBERED_S, Client, ClientCredentials
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Read, Upstream
from tests.upstream.conftest import ANN

ID, SECRET = "gate way:1", "s3cret/+é%"
LIMITS = Limits(deadline=5)
READ = Read("acme", "acme/Profile/7?implied=true", "7", View(), is_list=False)
Open = Callable[..., Upstream]


class Clock:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    return Tokens(clients={ID: SECRET}, lifetime=100)


@pytest.fixture(scope="module")
def _emulator(tokens: Tokens) -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({"acme": [ANN], "other": [ANN]}), tokens=tokens) as running:
        yield running


@pytest.fixture
def emulator(_emulator: RunningEmulator, tokens: Tokens) -> RunningEmulator:
    _emulator.reset()
    tokens.revoke_all()
    return _emulator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def open_with(emulator: RunningEmulator, clock: Clock) -> AsyncIterator[Open]:
    """Opens an upstream whose client differs from the right one as told."""
    async with AsyncExitStack() as stack:

        def opened(**changes: str) -> Upstream:
            right = {"client_id": ID, "secret": SECRET, "scope": "{accountId}/gateway"}
            client = Client(**{"token_url": emulator.url + TOKEN_PATH, **right, **changes})  # type: ignore[arg-type]
            upstream = open_upstream(emulator.base_url, LIMITS, partial(credentials, client))
            stack.push_async_callback(upstream.close)
            return upstream

        def credentials(client: Client, http: HttpClient) -> ClientCredentials:
            return ClientCredentials(http, client, LIMITS, clock)

        yield opened


def numbered(number: int) -> Read:
    return Read("acme", f"acme/Profile/7?n={number}", number, View(), is_list=False)


def token_requests(emulator: RunningEmulator) -> int:
    return sum(request.path == TOKEN_PATH for request in emulator.record.entries)


@pytest.mark.parametrize("authentication", ["basic", "body"])
async def test_a_token_opens_the_account(open_with: Open, authentication: str) -> None:
    body = await open_with(authentication=authentication).read(READ)
    assert b'"ProfileId":7' in body.content


async def test_the_token_is_fetched_once_for_all_who_need_it(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.05, path=TOKEN_PATH))
    upstream = open_with()
    await asyncio.gather(*[upstream.read(numbered(n)) for n in range(20)])
    assert token_requests(emulator) == 1
    assert len({request.authorization for request in emulator.record.entries if request.path != TOKEN_PATH}) == 1


async def test_each_account_has_a_token_of_its_own(open_with: Open, emulator: RunningEmulator) -> None:
    upstream = open_with()
    for account in ("acme", "other"):
        await upstream.read(Read(account, f"{account}/Profile/7", account, View(), is_list=False))
    assert token_requests(emulator) == 2


async def test_the_token_is_renewed_before_it_ends(open_with: Open, emulator: RunningEmulator, clock: Clock) -> None:
    upstream = open_with()
    await upstream.read(READ)
    clock.seconds += 89
    await upstream.read(READ)
    assert token_requests(emulator) == 1
    clock.seconds += 2
    await upstream.read(READ)
    assert token_requests(emulator) == 2


async def test_a_refused_token_is_renewed_once(open_with: Open, emulator: RunningEmulator, tokens: Tokens) -> None:
    upstream = open_with()
    await upstream.read(READ)
    tokens.revoke_all()
    await asyncio.gather(*[upstream.read(numbered(n)) for n in range(5)])
    assert token_requests(emulator) == 2


async def test_a_token_that_is_refused_again_is_the_operators_business(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Reply(status=401))
    with pytest.raises(UpstreamUnavailable, match="own credentials"):
        await open_with().read(READ)
    assert token_requests(emulator) == 2
    assert len(emulator.record.entries) == 4


@pytest.mark.parametrize(
    "wrong", [{"secret": "canary"}, {"client_id": "canary"}, {"scope": "canary"}, {"authentication": "body", "secret": "canary"}]
)
async def test_wrong_credentials_are_named_and_not_shown(open_with: Open, wrong: dict[str, str]) -> None:
    with pytest.raises(UpstreamUnavailable, match="PROFILES_UPSTREAM_CLIENT_ID") as refused:
        await open_with(**wrong).read(READ)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"access_token": 7}', '{"token_type": "Bearer"}'])
async def test_a_token_endpoint_that_talks_nonsense_is_an_error(open_with: Open, emulator: RunningEmulator, body: str) -> None:
    emulator.faults.add(Reply(status=200, body=body, path=TOKEN_PATH))
    with pytest.raises(UpstreamUnavailable, match="PROFILES_UPSTREAM_TOKEN_URL"):
        await open_with().read(READ)


async def test_a_token_endpoint_that_fails_for_a_moment_is_asked_again(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Reply(status=503, times=1, path=TOKEN_PATH))
    await open_with().read(READ)
    assert token_requests(emulator) == 2


async def test_credentials_that_are_refused_are_not_asked_for_again_at_once(
    open_with: Open, emulator: RunningEmulator, clock: Clock
) -> None:
    upstream = open_with(secret="wrong")
    for _ in range(3):
        outcomes = await asyncio.gather(*[upstream.read(numbered(n)) for n in range(20)], return_exceptions=True)
        assert {str(outcome) for outcome in outcomes} == {REFUSED}
    assert token_requests(emulator) == emulator.record.total == 1
    clock.seconds += REMEMBERED_S
    with pytest.raises(UpstreamUnavailable):
        await upstream.read(READ)
    assert token_requests(emulator) == 2


async def test_a_refusal_is_forgotten_after_seconds_and_is_one_accounts_own(
    open_with: Open, emulator: RunningEmulator, clock: Clock
) -> None:
    emulator.faults.add(Reply(status=400, times=1, path=TOKEN_PATH))
    upstream = open_with()
    with pytest.raises(UpstreamUnavailable, match="PROFILES_UPSTREAM_SCOPE"):
        await upstream.read(READ)
    assert (await upstream.read(Read("other", "other/Profile/7", "other", View(), is_list=False))).content
    clock.seconds += REMEMBERED_S
    assert (await upstream.read(READ)).content


@pytest.mark.parametrize("passing", [Reply(status=500, times=1, path=TOKEN_PATH), Reply(status=200, times=1, body="?", path=TOKEN_PATH)])
async def test_no_other_error_of_the_token_endpoint_is_remembered(open_with: Open, emulator: RunningEmulator, passing: Reply) -> None:
    emulator.faults.add(passing)
    upstream = open_with()
    with pytest.raises(UpstreamUnavailable):
        await upstream.read(READ)
    assert (await upstream.read(READ)).content


async def test_an_upstream_that_refuses_every_token_makes_no_storm_of_token_requests(
    open_with: Open, emulator: RunningEmulator, clock: Clock
) -> None:
    emulator.faults.add(Reply(status=401))
    upstream = open_with()
    for _ in range(10):
        with pytest.raises(UpstreamUnavailable, match="own credentials"):
            await upstream.read(READ)
    assert token_requests(emulator) == 2
    emulator.faults.clear()
    assert (await upstream.read(READ)).content
    clock.seconds += REMEMBERED_S
    assert (await upstream.read(READ)).content
    assert token_requests(emulator) == 2


async def test_who_joins_a_read_and_may_wait_longer_gets_the_token_too(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=0.4, path=TOKEN_PATH))
    upstream, now = open_with(), asyncio.get_running_loop().time()
    hasty = asyncio.create_task(upstream.read(READ, deadline=now + 0.2))
    patient = asyncio.create_task(upstream.read(READ, deadline=now + 5))
    with pytest.raises(UpstreamTimeout):
        await hasty
    assert (await patient).content
    assert (token_requests(emulator), emulator.record.total) == (1, 2)


async def test_a_token_endpoint_that_lets_everybody_wait_is_given_a_pause(open_with: Open, emulator: RunningEmulator, clock: Clock) -> None:
    emulator.faults.add(Delay(seconds=1, path=TOKEN_PATH))
    upstream = open_with()
    for _ in range(LIMITS.breaker_failures):
        waiting = asyncio.create_task(upstream.read(READ))
        await asyncio.sleep(0.01)
        clock.seconds += LIMITS.patience
        waiting.cancel()
        await asyncio.wait([waiting])
    with pytest.raises(UpstreamUnavailable, match="given a pause"):
        await upstream.read(READ)


async def test_a_token_endpoint_that_is_slow_is_given_up_at_the_deadline(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Delay(seconds=1, path=TOKEN_PATH))
    with pytest.raises(GatewayError) as late:
        await open_with().read(READ, deadline=asyncio.get_running_loop().time() + 0.2)
    assert late.value.code == "UPSTREAM_TIMEOUT"


def test_no_secret_shows_in_a_representation() -> None:
    assert "canary" not in repr(Client("https://example.com", "id", "canary", "scope"))


async def test_a_token_that_is_no_header_is_not_sent(open_with: Open, emulator: RunningEmulator) -> None:
    emulator.faults.add(Reply(status=200, body='{"access_token": "a\\r\\nX-Account: b"}', path=TOKEN_PATH))
    with pytest.raises(UpstreamUnavailable):
        await open_with().read(READ)
    assert token_requests(emulator) == emulator.record.total == 1
