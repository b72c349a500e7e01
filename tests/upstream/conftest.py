"""A real emulator with one person that verifies no credential unless a test says so, and an upstream down to its bytes."""

from collections.abc import AsyncIterator, Iterator, Sequence

import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from tests.upstream.asking import ONE, TEN, Gateway
from tests.upstream.raw_upstream import RawUpstream, raw_upstream
from tests.upstream.watching import gateway_to

ANN = {"ProfileId": 7, "IsActive": True, "PhoneNumbers": [{"PhoneNumber": "+1 (555) 010-0100"}]}


@pytest.fixture(scope="session")
def open_emulator() -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({"acme": [ANN]})) as running:
        yield running


@pytest.fixture
def emulator(open_emulator: RunningEmulator) -> RunningEmulator:
    """One account, ``acme``, that every credential opens."""
    open_emulator.reset()
    return open_emulator


@pytest.fixture
async def upstream() -> AsyncIterator[RawUpstream]:
    async with raw_upstream() as upstream:
        yield upstream


@pytest.fixture
async def gateway(upstream: RawUpstream) -> AsyncIterator[Gateway]:
    """What it leaves behind is counted."""
    async with gateway_to(upstream) as gateway:
        yield gateway


@pytest.fixture(params=[ONE, TEN], ids=["single", "batch"])
def numbers(request: pytest.FixtureRequest) -> Sequence[int]:
    """The profiles to read: every fault strikes a single read, and a batch of entities."""
    chosen: Sequence[int] = request.param
    return chosen
