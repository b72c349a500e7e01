"""From settings to an upstream, each kind of credentials against an emulator that verifies them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from app.emulator.signatures import Signatures, SigningUser
from app.emulator.tokens import TOKEN_PATH, Tokens
from app.model import View
from app.opening import open_source
from app.settings import Settings
from app.source.protocol import Caller, ProfileLookup

SECRET = "s3cret"


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    verifiers = [Signatures({"gateway": SigningUser(SECRET)})]
    with running_emulator(EmulatorData({"acme": [{"ProfileId": 7}]}), verifiers, Tokens(clients={"gateway": SECRET})) as running:
        yield running


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(SECRET + "\n")
    return path


OAUTH = {"upstream_credentials": "oauth", "upstream_client_id": "gateway", "upstream_scope": "{accountId}/gateway"}
SIGNED = {"upstream_credentials": "pnauthinfo3", "upstream_user_id": "gateway"}


@pytest.mark.parametrize(
    "chosen",
    [
        OAUTH,
        OAUTH | {"upstream_token_authentication": "body"},
        SIGNED,
        SIGNED | {"upstream_signature_hash": "SHA512", "upstream_signature_reused": True},
    ],
)
@pytest.mark.parametrize("from_file", [False, True])
async def test_the_gateways_own_credentials_come_from_the_settings(
    emulator: RunningEmulator, secret_file: Path, chosen: dict[str, object], from_file: bool
) -> None:
    secret = {"upstream_secret_file": secret_file} if from_file else {"upstream_secret": SECRET}
    upstream = {"source": "rest", "upstream_url": emulator.base_url, "upstream_token_url": emulator.url + TOKEN_PATH}
    source = open_source(Settings.model_validate({**upstream, **chosen, **secret}))
    lookup = ProfileLookup("acme", 7, View())
    found = (await source.find([lookup], Caller()))[lookup]
    await source.close()
    assert isinstance(found, tuple)
    assert [profile.profile_id for profile in found] == [7]
