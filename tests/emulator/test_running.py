import time
from contextlib import ExitStack

import httpx
import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.faults import Drip, Reply
from app.emulator.running import running_emulator
from app.emulator.variations import Variations

CREDENTIALS = {"Authorization": "Bearer any"}


def data(profile_id: int) -> EmulatorData:
    return EmulatorData({"1001": [{"ProfileId": profile_id}]})


def test_emulators_run_side_by_side(client: httpx.Client) -> None:
    with running_emulator(data(1)) as one, running_emulator(data(2)) as two:
        statuses = [client.get(f"{running.base_url}/1001/Profile/1", headers=CREDENTIALS).status_code for running in (one, two)]
    assert statuses == [200, 404]


def test_an_emulator_ends_with_its_block() -> None:
    with running_emulator(data(1)) as running:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.url)


def test_an_emulator_ends_in_the_middle_of_a_drip(client: httpx.Client) -> None:
    with ExitStack() as streams:
        with running_emulator(data(1)) as running:
            running.faults.add(Drip(pause=60))
            streams.enter_context(client.stream("GET", f"{running.base_url}/1001/Profile/1", headers=CREDENTIALS))
            started = time.monotonic()
        assert time.monotonic() - started < 5


def test_the_knobs_can_be_turned_back(client: httpx.Client) -> None:
    with running_emulator(data(1)) as running:
        running.faults.add(Reply(status=500))
        running.knobs.variations = Variations(array_for_one=True)
        client.get(f"{running.base_url}/1001/Profile/1", headers=CREDENTIALS)
        running.reset()
        assert running.record.entries == []
        assert client.get(f"{running.base_url}/1001/Profile/1", headers=CREDENTIALS).json() == {"ProfileId": 1}
