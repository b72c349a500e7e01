"""API keys: made by the command, kept as hashes, refused once they are wrong, expired or revoked."""

import asyncio
import itertools
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.auth.api_keys import ApiKeys
from app.auth.command import keys
from app.auth.key_file import KeyFileUnusable, changing
from app.auth.principal import Principal, Scope
from app.errors import AuthenticationUnavailable, Unauthenticated

MAKE = ["make", "--name", "crm", "--scope", "profiles:read", "--scope", "tags:read", "--account", "acme"]
YEAR_3000 = 32_503_680_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def seconds() -> Callable[[], float]:
    """A clock that goes a second further whenever it is looked at."""
    return partial(next, itertools.count(1_000_000.0))


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(keys, [arguments[0], "--file", str(path), *arguments[1:]])


def made(path: Path, *more: str) -> str:
    done = run(path, *MAKE, *more)
    assert done.exit_code == 0, done.output
    return done.output.strip()


async def test_a_key_says_who_is_calling_and_what_may_be_read(path: Path) -> None:
    key = made(path)
    assert re.fullmatch(r"pgw_[0-9a-f]{8}_[A-Za-z0-9_-]{43}", key)
    principal = await ApiKeys(path).principal(f"Bearer {key}")
    assert principal == Principal("crm", frozenset({Scope.PROFILES, Scope.TAGS}), frozenset({"acme"}))


async def test_an_account_of_a_star_is_any(path: Path) -> None:
    key = made(path, "--account", "*")
    assert (await ApiKeys(path).principal(f"Bearer {key}")).accounts is None


def test_the_file_holds_no_key_and_is_its_owners_alone(path: Path) -> None:
    key = made(path)
    assert key.rpartition("_")[2] not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path], "nothing is left beside it"


async def test_what_differs_by_one_character_is_refused(path: Path) -> None:
    key = made(path)
    scheme = ApiKeys(path)
    others = [
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        key + "x",
        key[:-1],
        key.replace("pgw_", "pgx_"),
        key.split("_")[1],
        "pgw__",
        "pgw_",
    ]
    for other in [*others, key.replace(key.split("_")[1], "00000000")]:
        with pytest.raises(Unauthenticated):
            await scheme.principal(f"Bearer {other}")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer é", "Basic cGd3Og=="])
async def test_what_is_no_key_is_refused(path: Path, header: str | None) -> None:
    made(path)
    with pytest.raises(Unauthenticated):
        await ApiKeys(path).principal(header)


async def test_a_key_ends_when_it_was_said_to(path: Path) -> None:
    key = made(path, "--days", "30")
    assert await ApiKeys(path).principal(f"Bearer {key}")
    with pytest.raises(Unauthenticated):
        await ApiKeys(path, clock=lambda: YEAR_3000).principal(f"Bearer {key}")


async def test_a_revoked_key_is_refused_by_a_gateway_that_runs_and_a_new_one_accepted(path: Path) -> None:
    first = made(path)
    scheme = ApiKeys(path, seconds())
    assert await scheme.principal(f"Bearer {first}")
    second = made(path)
    assert run(path, "revoke", first.split("_")[1]).exit_code == 0
    assert await scheme.principal(f"Bearer {second}")
    with pytest.raises(Unauthenticated):
        await scheme.principal(f"Bearer {first}")


async def test_while_the_file_cannot_be_used_nobody_is_let_in(path: Path) -> None:
    key = made(path)
    scheme = ApiKeys(path, seconds())
    await asyncio.to_thread(path.unlink)
    with pytest.raises(AuthenticationUnavailable):
        await scheme.principal(f"Bearer {key}")


def test_the_list_shows_what_is_known_and_neither_key_nor_hash(path: Path) -> None:
    key = made(path)
    made(path, "--days", "1")
    shown = run(path, "list").output
    assert key.split("_")[1] in shown
    assert "for ever" in shown
    assert "profiles:read,tags:read\tacme" in shown
    kept = json.loads(path.read_text())["keys"]
    assert [entry["hash"] in shown or key in shown for entry in kept] == [False, False]


def test_what_cannot_be_done_is_said(path: Path) -> None:
    assert "cannot be read" in run(path, "list").output
    made(path)
    assert "no key with this id" in run(path, "revoke", "00000000").output
    assert len(json.loads(path.read_text())["keys"]) == 1
    path.chmod(0o644)
    assert "chmod 600" in run(path, "list").output
    path.chmod(0o600)
    path.write_text('{"keys": [{}]}')
    assert "none that" in run(path, "list").output


def test_two_cannot_change_the_file_at_once(path: Path) -> None:
    with changing(path) as known:
        assert "Somebody else" in run(path, *MAKE).output
        assert known == {}
    assert made(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_gateway_does_not_start_with_a_file_that_is_open_to_others(path: Path, mode: int) -> None:
    made(path)
    path.chmod(mode)
    with pytest.raises(KeyFileUnusable):
        ApiKeys(path)


def test_a_scope_that_there_is_not_is_refused(path: Path) -> None:
    assert run(path, "make", "--name", "x", "--scope", "everything", "--account", "acme").exit_code == 2
    assert not path.exists()
