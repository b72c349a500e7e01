"""PNAUTHINFO3, against the emulator, which verifies the signature and its time."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import msgspec
import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.signatures import Signatures as Verifying
from app.emulator.signatures import SigningUser
from app.errors import UpstreamUnavailable
from app.model import View
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.signature import Signatures, Signer
from app.upstream.upstream import Read, Upstream
from tests.upstream.conftest import ANN

READ = Read("acme", "acme/Profile/7", "7", View(), is_list=False)
Open = Callable[..., Upstream]


class Clock:
    """The time of day, as wrong as a test wants it."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture(scope="module")
def _emulator() -> Iterator[RunningEmulator]:
    users = Verifying({"gateway": SigningUser("s3cret")})
    with running_emulator(EmulatorData({"acme": [ANN]}), verifiers=[users]) as running:
        yield running


@pytest.fixture
def emulator(_emulator: RunningEmulator) -> RunningEmulator:
    _emulator.reset()
    return _emulator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def open_with(emulator: RunningEmulator, clock: Clock) -> AsyncIterator[Open]:
    async with AsyncExitStack() as stack:

        def opened(**changes: str | float) -> Upstream:
            signer = msgspec.convert({"user_id": "gateway", "secret": "s3cret", **changes}, Signer)
            upstream = open_upstream(emulator.base_url, Limits(deadline=5), lambda _: Signatures(signer, clock))
            stack.push_async_callback(upstream.close)
            return upstream

        yield opened


@pytest.mark.parametrize("digest", ["SHA256", "SHA384", "SHA512"])
async def test_a_signature_opens_the_account(open_with: Open, emulator: RunningEmulator, digest: str) -> None:
    assert b'"ProfileId":7' in (await open_with(digest=digest).read(READ)).content
    assert emulator.record.entries[0].scheme == f"PNAUTHINFO3-HMAC-{digest}"


@pytest.mark.parametrize(("reused", "signatures"), [(0, 3), (60, 1)])
async def test_a_signature_serves_one_call_or_a_minute(
    open_with: Open, emulator: RunningEmulator, clock: Clock, reused: float, signatures: int
) -> None:
    upstream = open_with(reused=reused)
    clock.ahead = -40
    for _ in range(3):
        await upstream.read(READ)
        clock.ahead += 19
    assert len({entry.authorization for entry in emulator.record.entries}) == signatures


@pytest.mark.parametrize(("ahead", "said"), [(120, "120 s ahead of"), (-1000, "1000 s behind")])
async def test_a_wrong_clock_is_named(open_with: Open, clock: Clock, ahead: float, said: str) -> None:
    clock.ahead = ahead
    with pytest.raises(UpstreamUnavailable) as refused:
        await open_with().read(READ)
    assert said.split()[-2:] == [word for word in str(refused.value).split() if word in said.split()[-2:]]
    assert "clock" in str(refused.value)


@pytest.mark.parametrize("ahead", [2, -800])
async def test_a_clock_that_is_a_little_wrong_does_not_matter(open_with: Open, clock: Clock, ahead: float) -> None:
    clock.ahead = ahead
    assert await open_with().read(READ)


@pytest.mark.parametrize("wrong", [{"secret": "canary"}, {"user_id": "canary"}])
async def test_a_refused_signature_is_the_operators_business(open_with: Open, wrong: dict[str, str]) -> None:
    with pytest.raises(UpstreamUnavailable, match="PROFILES_UPSTREAM_USER_ID") as refused:
        await open_with(**wrong).read(READ)
    assert "canary" not in str(refused.value)


def test_no_secret_shows_in_a_representation() -> None:
    assert "canary" not in repr(Signer("gateway", "canary"))
