"""A real emulator with one person, who verifies no credential unless a test says so."""

from collections.abc import Iterator

import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator

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
