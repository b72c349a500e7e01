from collections.abc import Callable, Iterator
from typing import TypeAlias

import httpx
import pytest

from app.emulator.access import COLLECTIONS, Access, KnownAuthorizations
from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator

Read: TypeAlias = Callable[..., httpx.Response]

OTHER = EmulatorData({"1001": [{"ProfileId": 7, "CustomerType": "other"}], "2002": [{"ProfileId": 8}]})
TABLE = {
    "Bearer all": Access(),
    "Bearer none": Access(may_read=False),
    "Bearer other": Access(data=OTHER),
    **{f"Bearer no {name}": Access(sees=frozenset(COLLECTIONS) - {name}) for name in COLLECTIONS},
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[RunningEmulator]:
    with running_emulator(EmulatorData({}), [KnownAuthorizations(TABLE)]) as running:
        yield running


@pytest.fixture
def read(guarded: RunningEmulator, client: httpx.Client, complete_profile: dict[str, object]) -> Read:
    guarded.data.put("1001", [complete_profile])

    def read(authorization: str, path: str = "1001/Profile/7") -> httpx.Response:
        return client.get(f"{guarded.base_url}/{path}", headers={"Authorization": authorization})

    return read


def keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*(keys(item) for item in value.values()))
    return set().union(*(keys(item) for item in value)) if isinstance(value, list) else set()


def test_a_credential_that_is_not_known_is_401(read: Read) -> None:
    assert read("Bearer unknown").status_code == 401
    assert read("bearer all").status_code == 401


def test_a_caller_without_permission_to_read_gets_403(read: Read) -> None:
    refused = read("Bearer none")
    assert refused.status_code == 403
    assert "50" not in refused.text


@pytest.mark.parametrize("name", list(COLLECTIONS))
def test_a_collection_that_the_caller_may_not_see_is_absent_at_every_level(name: str, read: Read) -> None:
    everything, less = (keys(read(authorization).json()) for authorization in ("Bearer all", f"Bearer no {name}"))
    guarded_keys = frozenset().union(*COLLECTIONS.values())
    assert (everything - less) & guarded_keys == COLLECTIONS[name]


def test_different_credentials_can_see_different_data(read: Read) -> None:
    assert read("Bearer all").json()["CustomerType"] == "Prospect"
    assert read("Bearer other").json()["CustomerType"] == "other"
    assert read("Bearer all", "2002/Profile/8").status_code == 404
    assert read("Bearer other", "2002/Profile/8").status_code == 200


def test_a_permission_for_an_unknown_collection_is_refused() -> None:
    with pytest.raises(ValueError, match="choose from"):
        Access(sees=frozenset({"Secrets"}))
