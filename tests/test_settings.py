"""Settings: every problem at once, no value repeated."""

import pytest

from app.settings import PREFIX, SettingsError, load_settings


def set_only(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)


def test_the_defaults_serve_the_embedded_store_on_loopback() -> None:
    settings = load_settings()
    assert (settings.source, settings.host, settings.port) == ("sql", "127.0.0.1", 8000)
    assert settings.store_url.get_secret_value() == "sqlite:///profiles.sqlite3"


def test_every_problem_is_reported_at_once_and_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, PORT="canary", WORKERS="0", SOURCE="rest", UPSTREM_URL="canary")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert sorted(problem.split(":")[0] for problem in refused.value.problems) == [
        "PROFILES_PORT",
        "PROFILES_UPSTREAM_URL",
        "PROFILES_UPSTREM_URL",
        "PROFILES_WORKERS",
    ]
    assert "canary" not in str(refused.value)


def test_a_password_in_the_store_url_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, STORE_URL="postgresql://gateway:canary@db.example/profiles")
    assert "canary" not in repr(load_settings())


@pytest.mark.parametrize("contract", ['{"phone_pth": "x"}', '{"profile_path": "Profile"}', "[]", "{"])
def test_a_wrong_contract_is_refused(monkeypatch: pytest.MonkeyPatch, contract: str) -> None:
    set_only(monkeypatch, UPSTREAM_CONTRACT=contract)
    with pytest.raises(SettingsError):
        load_settings()


def test_a_path_of_the_contract_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, UPSTREAM_CONTRACT='{"phone_path": "Profiles/ByPhone"}')
    assert load_settings().upstream_contract == {"phone_path": "Profiles/ByPhone"}


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"UPSTREAM_CREDENTIALS": "oauth"}, ["TOKEN_URL", "CLIENT_ID", "SCOPE", "UPSTREAM_SECRET or"]),
        ({"UPSTREAM_CREDENTIALS": "oauth", "UPSTREAM_SECRET": "canary", "UPSTREAM_SCOPE": "canary"}, ["TOKEN_URL", "CLIENT_ID"]),
        ({"UPSTREAM_CREDENTIALS": "pnauthinfo3", "UPSTREAM_SECRET": "canary"}, ["USER_ID"]),
    ],
)
def test_what_credentials_lack_is_named_all_at_once(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: list[str]) -> None:
    set_only(monkeypatch, **given)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    [problem] = refused.value.problems
    assert [name for name in missing if name not in problem] == []
    assert "canary" not in problem


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, UPSTREAM_CREDENTIALS="pnauthinfo3", UPSTREAM_SECRET="canary", UPSTREAM_USER_ID="gateway")
    assert "canary" not in repr(load_settings())


@pytest.mark.parametrize("file", ["/no/such/file", "."])
def test_a_secret_file_that_is_no_file_is_refused(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    set_only(monkeypatch, UPSTREAM_SECRET_FILE=file)
    with pytest.raises(SettingsError, match="UPSTREAM_SECRET_FILE"):
        load_settings()


@pytest.mark.parametrize("name", ["CORS_ORIGINS", "ALLOWED_HOSTS", "JWT_ALGORITHMS"])
@pytest.mark.parametrize("value", ["canary", "", '"canary"', '["http://x'])
def test_a_list_that_is_no_json_is_one_of_the_problems(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    set_only(monkeypatch, **{name: value, "PORT": "canary"})
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert sorted(problem.split(":")[0] for problem in refused.value.problems) == sorted([f"PROFILES_{name}", "PROFILES_PORT"])
    assert "canary" not in str(refused.value)


def test_a_list_is_read_from_json(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, CORS_ORIGINS='["https://one.example", "https://other.example"]')
    assert load_settings().cors_origins == ("https://one.example", "https://other.example")


def test_a_variable_may_be_written_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("profiles_port", "8001")
    assert load_settings().port == 8001
