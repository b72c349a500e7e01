"""The production profile: safe where nothing is said, and no start where something unsafe is."""

import pytest

from app.operation_settings import UNSAFE
from app.settings import PREFIX, SettingsError, load_settings


def set_only(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(PREFIX + name, value)


def problems(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    set_only(monkeypatch, PROFILE="production", **variables)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    return [problem.split(":")[0].removeprefix(PREFIX) for problem in refused.value.problems]


def test_documents_must_be_named_where_they_are_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, DOCUMENTS_MODE="only")
    with pytest.raises(SettingsError, match="PROFILES_DOCUMENTS"):
        load_settings()


@pytest.mark.parametrize("name", ["RATE_LIMIT", "PRINCIPAL_RATE_LIMIT"])
@pytest.mark.parametrize("rate", ["", "many", "0/minute", "5/fortnight", "5 / minute", "5/minute;10/hour"])
def test_a_rate_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, rate: str) -> None:
    set_only(monkeypatch, **{name: rate})
    with pytest.raises(SettingsError, match=f"PROFILES_{name}"):
        load_settings()


def test_every_unsafe_setting_is_listed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = problems(
        monkeypatch,
        LIMITS="measure",
        INTROSPECTION="true",
        SUGGESTIONS="true",
        EXPLAIN="true",
        EXPLORER="true",
        RATE_LIMIT="off",
        CORS_ORIGINS='["http://app.example.com", "https://app.example.com"]',
    )
    assert {*(name.upper() for name in UNSAFE), "RATE_LIMIT", "CORS_ORIGINS"} <= set(found)


def test_workers_that_count_apart_are_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "RATE_LIMIT_STORE" in problems(monkeypatch, WORKERS="4")


def test_what_is_unsafe_in_production_may_be_set_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    set_only(monkeypatch, LIMITS="off", RATE_LIMIT="off", WORKERS="2", CORS_ORIGINS='["http://app.example.com"]')
    assert load_settings().profile == "development"
