"""An issuer's keys are kept, and read again when they change, but never as often as an attacker likes."""

import asyncio
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from app.auth.jwks import Keys, KeysUnreadable
from app.auth.jwks_reading import LARGEST, from_file, from_url
from tests.auth.issuer import EC, RSA, key_set, public
from tests.suites.serving import serving


class Issuer:
    """Publishes a set, and counts how often it is read."""

    def __init__(self, text: bytes | None) -> None:
        self.text = text
        self.reads = 0
        self.now = 0.0

    async def read(self) -> bytes:
        self.reads += 1
        await asyncio.sleep(0)
        if self.text is None:
            raise KeysUnreadable("gone")
        return self.text

    def keys(self) -> Keys:
        return Keys(self.read, ["RS256", "ES256"], pause=30, clock=lambda: self.now)


async def test_a_known_key_is_found_without_reading_again() -> None:
    issuer = Issuer(key_set(public(RSA, "one")))
    keys = issuer.keys()
    for _ in range(3):
        assert await keys.find("one", "RS256")
    assert issuer.reads == 1


async def test_a_new_key_is_found_when_a_token_names_it_and_the_old_one_goes() -> None:
    issuer = Issuer(key_set(public(RSA, "one")))
    keys = issuer.keys()
    await keys.find("one", "RS256")
    issuer.text, issuer.now = key_set(public(EC, "two")), 31
    assert await keys.find("two", "ES256")
    assert await keys.find("one", "RS256") is None
    assert issuer.reads == 2


async def test_unknown_names_make_nobody_read_more_often_than_the_pause_allows() -> None:
    issuer = Issuer(key_set(public(RSA, "one")))
    keys = issuer.keys()
    for number in range(100):
        issuer.now = number / 10
        assert await keys.find(str(number), "RS256") is None
    assert issuer.reads == 1


async def test_whoever_comes_while_the_set_is_read_waits_for_it() -> None:
    issuer = Issuer(key_set(public(RSA, "one")))
    keys = issuer.keys()
    assert all(await asyncio.gather(*(keys.find("one", "RS256") for _ in range(50))))
    assert issuer.reads == 1


async def test_keys_that_are_gone_count_no_more_after_a_while() -> None:
    issuer = Issuer(key_set(public(RSA, "one"), public(EC, "two")))
    keys = issuer.keys()
    await keys.find("one", "RS256")
    issuer.text, issuer.now = key_set(public(EC, "two")), 601
    assert await keys.find("one", "RS256"), "nobody waits for the new reading"
    await asyncio.sleep(0.01)
    assert await keys.find("one", "RS256") is None
    keys.close()


async def test_known_keys_stay_good_while_the_issuer_cannot_be_reached(caplog: pytest.LogCaptureFixture) -> None:
    issuer = Issuer(key_set(public(RSA, "one")))
    keys = issuer.keys()
    await keys.find("one", "RS256")
    issuer.text, issuer.now = None, 31
    assert await keys.find("other", "RS256") is None
    assert await keys.find("one", "RS256")
    assert "cannot be read" in caplog.text


async def test_without_any_set_nothing_can_be_judged() -> None:
    with pytest.raises(KeysUnreadable):
        await Issuer(None).keys().find("one", "RS256")


async def test_a_key_that_is_alone_serves_tokens_that_name_none() -> None:
    assert await Issuer(key_set(public(RSA, "one"))).keys().find(None, "RS256")


@pytest.mark.parametrize("text", [b"", b"[]", b"{}", b'{"keys": 1}', b'{"keys": [1]}', b"\xff", b'{"keys": ' + b"[" * 100_000])
async def test_what_is_no_set_of_keys_is_said_so(text: bytes) -> None:
    with pytest.raises(KeysUnreadable):
        await Issuer(text).keys().find("one", "RS256")


@pytest.mark.parametrize("key", [{"kty": "RSA", "kid": "x"}, {"kid": 7}, {}, {"kty": "EC", "kid": "x", "crv": "no", "x": "AA", "y": "AA"}])
async def test_a_key_that_cannot_be_used_takes_no_other_along(key: dict[str, object]) -> None:
    keys = Issuer(key_set(key, public(RSA, "one"))).keys()
    assert await keys.find("one", "RS256")
    assert await keys.find("x", "RS256") is None


async def test_a_file_is_read_and_a_missing_one_said_so(tmp_path: Path) -> None:
    (tmp_path / "jwks.json").write_bytes(key_set(public(RSA, "one")))
    assert await from_file(tmp_path / "jwks.json")() == key_set(public(RSA, "one"))
    with pytest.raises(KeysUnreadable):
        await from_file(tmp_path / "missing.json")()


async def test_a_url_is_read_without_redirects_and_within_limits() -> None:
    async def good(_request: Request) -> Response:
        return Response(key_set(public(RSA, "one")))

    async def large(_request: Request) -> Response:
        return Response(b" " * (LARGEST + 1))

    async def away(_request: Request) -> Response:
        return RedirectResponse("/good")

    with serving(Starlette(routes=[Route("/good", good), Route("/large", large), Route("/away", away)])) as address:
        assert await from_url(f"{address}/good")() == key_set(public(RSA, "one"))
        for path in ("large", "away", "missing"):
            with pytest.raises(KeysUnreadable):
                await from_url(f"{address}/{path}")()
    with pytest.raises(KeysUnreadable):
        await from_url(f"{address}/good")()
