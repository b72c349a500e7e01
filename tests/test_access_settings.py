"""Settings that would let strangers in, or everybody out, are refused at start."""

import json
from pathlib import Path

import pytest

from app.access_settings import auth_of, is_loopback
from app.settings import PREFIX, SettingsError, load_settings

REST = {"SOURCE": "rest", "UPSTREAM_URL": "https://upstream.example.com/Profiles/v4"}
OWN = {"UPSTREAM_CREDENTIALS": "pnauthinfo3", "UPSTREAM_USER_ID": "u", "UPSTREAM_SECRET": "s"}
JWT = {"AUTH": "jwt", "JWT_ISSUER": "https://issuer.example.com", "JWT_AUDIENCE": "gateway", "JWT_KEYS": "jwks.json"}


def problems(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    return [problem.split(":")[0].removeprefix(PREFIX) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("variables", "auth"),
    [
        ({}, "none"),
        (REST, "pass-through"),
        (REST | OWN, "none"),
        (REST | {"AUTH": "none"}, "none"),
        (JWT, "jwt"),
        (JWT | REST | OWN, "jwt"),
        (JWT | {"HOST": "0.0.0.0"}, "jwt"),
    ],
)
def test_who_judges_follows_from_the_source_where_nothing_is_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], auth: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)
    assert auth_of(load_settings().model_dump()) == auth


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gateway.example.com"])
def test_without_authentication_only_this_machine_is_listened_to(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert problems(monkeypatch, HOST=host) == ["AUTH"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_loopback(host)


def test_production_wants_to_know_its_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "AUTH" in problems(monkeypatch, PROFILE="production")


@pytest.mark.parametrize("variables", [{}, REST | OWN])
def test_pass_through_needs_an_upstream_that_judges_the_callers_credential(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    assert problems(monkeypatch, AUTH="pass-through", **variables) == ["AUTH"]


def test_a_credential_of_the_gateway_is_not_one_of_the_upstream(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems(monkeypatch, **JWT, **REST) == ["UPSTREAM_CREDENTIALS"]


def test_what_a_scheme_needs_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems(monkeypatch, AUTH="jwt") == ["JWT_ISSUER", "JWT_AUDIENCE", "JWT_KEYS"]
    assert problems(monkeypatch, AUTH="api-keys") == ["KEYS_FILE"]


@pytest.mark.parametrize(("name", "value"), [("JWT_ALGORITHMS", '["HS256"]'), ("JWT_ALGORITHMS", '["none"]'), ("JWT_ALGORITHMS", "[]")])
def test_algorithms_with_a_shared_secret_cannot_be_set(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert set(problems(monkeypatch, **JWT, **{name: value})) == {name}


@pytest.mark.parametrize("host", ["graph.example.com:443", "https://graph.example.com", "a*.example.com", "*example.com", "a b", ""])
def test_a_host_is_a_name_without_port(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert problems(monkeypatch, ALLOWED_HOSTS=json.dumps([host])) == ["ALLOWED_HOSTS"]


@pytest.mark.parametrize("host", ["graph.example.com", "*.example.com", "192.0.2.1", "[2001:db8::1]", "*", "a"])
def test_names_addresses_and_all_names_below_one_can_be_allowed(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv(f"{PREFIX}ALLOWED_HOSTS", json.dumps([host]))
    assert load_settings().allowed_hosts == (host,)


@pytest.mark.parametrize("url", ["http://issuer.example.com/jwks", "ftp://issuer.example.com/jwks"])
def test_keys_are_not_read_over_a_line_that_others_can_change(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert problems(monkeypatch, **(JWT | {"JWT_KEYS": url})) == ["JWT_KEYS"]


def test_a_file_of_keys_that_is_missing_is_said_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert problems(monkeypatch, AUTH="api-keys", KEYS_FILE=str(tmp_path / "missing.json")) == ["KEYS_FILE"]
