"""The command of the first day, against the emulator."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.checking.fields import Verdict, compared
from app.cli import main
from app.emulator.access import Access, KnownAuthorizations
from app.emulator.accounts import EmulatorData
from app.emulator.faults import Reply
from app.emulator.running import RunningEmulator, running_emulator
from app.generator.full import full_profiles
from app.settings import PREFIX

ANN = {"ProfileId": 7, "PhoneNumbers": [{"PhoneNumber": "+1 (555) 010-0100", "Extension": "canary"}], "Nickname": "canary"}
Check = Callable[..., Result]


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    known = KnownAuthorizations({"Bearer right": Access()})
    with running_emulator(EmulatorData({"acme": [ANN]}), verifiers=[known]) as running:
        yield running


@pytest.fixture
def check(emulator: RunningEmulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Check:
    emulator.reset()
    monkeypatch.setenv(f"{PREFIX}UPSTREAM_URL", emulator.base_url)
    monkeypatch.setenv(f"{PREFIX}ACCOUNT_ID", "acme")

    def run(*arguments: str, credential: str = "Bearer right") -> Result:
        (tmp_path / "header").write_text(credential + "\n")
        return CliRunner().invoke(main, ["check-upstream", "--authorization", str(tmp_path / "header"), *arguments])

    return run


@pytest.mark.parametrize("lookup", [["--phone", "+1 555 010 0100"], ["--profile-id", "7"]])
def test_it_names_what_is_expected_missing_and_unknown_and_prints_no_value(check: Check, lookup: list[str]) -> None:
    result = check(*lookup)
    assert result.exit_code == 0, result.output
    lines = [line.split() for line in result.output.splitlines()]
    assert ["as", "expected", "PhoneNumbers[].PhoneNumber", "(1", "text)"] in lines
    assert ["missing", "Emails[].EmailAddress"] in lines
    assert ["unknown", "PhoneNumbers[].Extension", "(1", "text)"] in lines
    assert ["unknown", "Nickname", "(1", "text)"] in lines
    assert not any(word in result.output for word in ("canary", "0100", "right"))


def test_wrong_credentials_are_said_to_be_wrong(check: Check) -> None:
    result = check("--phone", "15550100100", credential="Bearer canary")
    assert result.exit_code == 1
    assert "UNAUTHENTICATED" in result.output
    assert "canary" not in result.output


def test_a_type_that_cannot_be_read_is_a_failure(check: Check, emulator: RunningEmulator) -> None:
    emulator.faults.add(Reply(status=200, body='[{"ProfileId": "seven", "Emails": {"EmailAddress": 7}}]'))
    result = check("--profile-id", "7")
    assert result.exit_code == 1
    assert "other type   ProfileId  (1 text)" in result.output


@pytest.mark.parametrize(("body", "said"), [("[]", "Nobody was found"), ("<html>", "not JSON"), ("7", "contract")])
def test_an_answer_without_profiles_is_a_failure(check: Check, emulator: RunningEmulator, body: str, said: str) -> None:
    emulator.faults.add(Reply(status=200, body=body))
    result = check("--profile-id", "7")
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize("arguments", [[], ["--phone", "15550100100", "--profile-id", "7"]])
def test_it_wants_one_lookup(check: Check, arguments: list[str]) -> None:
    assert check(*arguments).exit_code == 2


def test_everything_that_the_generator_makes_is_expected() -> None:
    fields = compared(list(full_profiles(2)))
    assert [field.path for field in fields if field.verdict in {Verdict.UNKNOWN, Verdict.OTHER_TYPE}] == []
    assert sum(field.verdict is Verdict.AS_EXPECTED for field in fields) > 100


def test_a_name_that_is_no_word_is_not_shown() -> None:
    paths = [field.path for field in compared([{"ProfileId": 1, "ann@example.com": True}]) if field.verdict is Verdict.UNKNOWN]
    assert paths == ["(not a word)"]
