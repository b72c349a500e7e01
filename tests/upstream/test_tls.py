"""An upstream behind TLS: what keeps a secure connection from coming about, and certificates of one's own authority."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from app.model import View
from app.rest_opening import upstream_of
from app.settings import Settings, SettingsError, load_settings
from app.source.protocol import Caller, ProfileLookup
from app.source.rest import RestSource
from app.upstream.http import HttpClient
from tests.upstream.asking import DEADLINE_S, ONE, SLACK_S, Gateway
from tests.upstream.certificates import ADDRESS, DAY, Issued, authority, issued
from tests.upstream.raw_upstream import RawUpstream, Welcome
from tests.upstream.watching import PAUSE_S, assert_good_again, gateway_to

UNAVAILABLE, TIMEOUT = "UPSTREAM_UNAVAILABLE", "UPSTREAM_TIMEOUT"
HANDSHAKES_S = 2  # of ten connections, on a busy machine
Meeting = Callable[..., Awaitable[None]]


@pytest.fixture(scope="module")
def ours() -> Issued:
    return authority("Ours")


@pytest.fixture
def ca_file(ours: Issued, tmp_path: Path) -> Path:
    return ours.kept_in(tmp_path / "ours.pem")


@pytest.fixture
def proper(ours: Issued, tmp_path: Path) -> Welcome:
    return shows(issued(ADDRESS, ours).context(tmp_path / "proper.pem"))


@pytest.fixture
def secure(upstream: RawUpstream, proper: Welcome) -> RawUpstream:
    """The upstream behind TLS."""
    upstream.url = upstream.url.replace("http:", "https:")
    upstream.welcome = proper
    return upstream


@pytest.fixture
async def gateway(secure: RawUpstream, ca_file: Path) -> AsyncIterator[Gateway]:
    async with gateway_to(secure, client=partial(HttpClient, ca_file=ca_file), breaker_pause=PAUSE_S) as gateway:
        yield gateway


def shows(context: ssl.SSLContext) -> Welcome:
    async def welcome(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await writer.start_tls(context)
        return True

    return welcome


class SpeaksNoTls:
    """A plain HTTP server, which finds no request in what it hears."""

    def __init__(self) -> None:
        self.heard = b""

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        self.heard += await reader.read(65536)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        return False


async def says_nothing(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> bool:
    await reader.read(-1)
    return False


@pytest.fixture
def is_told_and_passes(secure: RawUpstream, gateway: Gateway, numbers: Sequence[int], proper: Welcome) -> Meeting:
    """Reads when connections are welcomed in a way that is wrong, and when it is right again."""

    async def meeting(welcome: Welcome, code: str = UNAVAILABLE, seconds: float = 0) -> None:
        secure.welcome = welcome
        outcomes = await gateway.read(numbers, "Bearer canary")
        assert outcomes.by_number == dict.fromkeys(numbers, code)
        assert outcomes.seconds <= seconds + HANDSHAKES_S + SLACK_S
        assert secure.asked == [], "no request, and no credential, went out"
        secure.welcome = proper
        await assert_good_again(gateway, numbers)

    return meeting


WRONG: dict[str, Callable[[Issued], Issued]] = {
    "signed with its own key": lambda _: issued(ADDRESS),
    "from an unknown authority": lambda _: issued(ADDRESS, authority("Ours")),
    "expired": lambda ours: issued(ADDRESS, ours, ends_in=-DAY),
    "of another host": lambda ours: issued("other.example.com", ours),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_wrong_certificate_is_refused_before_anything_is_sent(
    ours: Issued, tmp_path: Path, is_told_and_passes: Meeting, wrong: str
) -> None:
    await is_told_and_passes(shows(WRONG[wrong](ours).context(tmp_path / "wrong.pem")))


async def test_a_server_without_tls_hears_no_credential(is_told_and_passes: Meeting) -> None:
    without = SpeaksNoTls()
    await is_told_and_passes(without)
    assert without.heard
    assert b"canary" not in without.heard


async def test_a_server_that_says_nothing_to_tls_is_given_up(is_told_and_passes: Meeting) -> None:
    await is_told_and_passes(says_nothing, TIMEOUT, DEADLINE_S)


async def test_the_error_names_the_settings_to_check_and_is_not_tried_again(secure: RawUpstream, gateway: Gateway, tmp_path: Path) -> None:
    secure.welcome = shows(issued(ADDRESS).context(tmp_path / "wrong.pem"))
    answered = await gateway.single()
    assert "PROFILES_UPSTREAM_CA_FILE" in answered.errors[0]["message"]
    assert gateway.upstream.counters.calls == 1


async def read_with(settings: Settings) -> object:
    source, lookup = RestSource(upstream_of(settings)), ProfileLookup("acme", 3, View())
    try:
        return (await source.find([lookup], Caller("Bearer a")))[lookup]
    finally:
        await source.close()


async def test_an_authority_of_ones_own_is_trusted_if_the_settings_name_its_file(secure: RawUpstream, ca_file: Path) -> None:
    rest = {"source": "rest", "upstream_url": secure.url}
    assert not isinstance(await read_with(Settings.model_validate(rest)), tuple)
    assert isinstance(await read_with(Settings.model_validate(rest | {"upstream_ca_file": ca_file})), tuple)


async def test_the_systems_authorities_are_trusted_beside_ones_own(
    secure: RawUpstream, ca_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(ca_file))  # where OpenSSL takes the system's from
    another = authority("Another").kept_in(tmp_path / "another.pem")
    async with gateway_to(secure, client=partial(HttpClient, ca_file=another)) as gateway:
        assert (await gateway.read(ONE)).by_number == {3: "bearer a"}


@pytest.mark.parametrize("content", ["", "canary", "-----BEGIN CERTIFICATE-----\ncanary\n-----END CERTIFICATE-----\n"])
def test_a_file_without_certificates_is_refused_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    file = tmp_path / "ca.pem"
    file.write_text(content)
    monkeypatch.setenv("PROFILES_UPSTREAM_CA_FILE", str(file))
    with pytest.raises(SettingsError, match=r"PROFILES_UPSTREAM_CA_FILE: .*no certificates") as refused:
        load_settings()
    assert "canary" not in str(refused.value)
