import os
import pty
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result

from app.generator.profiles import profiles
from app.importing.command import import_profiles
from app.importing.importing import BATCHES_OF_A_TRANSACTION
from app.importing.lines import LINES_OF_A_BATCH
from app.source.rows import TABLES
from tests.importing.imported import column, imported, tables_of, written

PROGRAM = [sys.executable, "-m", "app", "import"]


def run(*arguments: str | Path, account: str | None = "acme", typed: bytes | None = None) -> Result:
    environment = {"PROFILES_ACCOUNT_ID": account, "PROFILES_STORE_URL": None}
    return CliRunner().invoke(import_profiles, [str(argument) for argument in arguments], env=environment, input=typed)


def test_the_summary_counts_and_the_status_is_0(tmp_path: Path, sqlite_url: str) -> None:
    file = written(tmp_path / "in.jsonl", {"ProfileId": 1}, {"ProfileId": 2}, {"ProfileId": 1})
    result = run(file, "--store-url", sqlite_url)
    assert result.exit_code == 0
    assert "Read 3 lines, stored 3 (2 new, 1 replaced), rejected 0, in " in result.stderr
    assert "profiles/s" in result.stderr


def test_rejected_lines_are_told_with_number_and_reason_and_the_status_is_1(tmp_path: Path, sqlite_url: str) -> None:
    result = run(written(tmp_path / "in.jsonl", {"ProfileId": 1}, {"ProfileId": "5550142"}), "--store-url", sqlite_url)
    assert result.exit_code == 1
    assert "line 2: Expected `int`" in result.stderr
    assert f"Correct the rejected lines in {tmp_path / 'in.jsonl.rejects.jsonl'} and import that file." in result.stderr
    assert "5550142" not in result.output


def test_no_more_than_a_hundred_rejected_lines_are_told_one_by_one(tmp_path: Path, sqlite_url: str) -> None:
    result = run(written(tmp_path / "in.jsonl", *[b"bad"] * 700), "--store-url", sqlite_url)
    assert "line 100:" in result.stderr
    assert "line 101:" not in result.stderr
    assert result.stderr.count("Further rejected lines") == 1
    assert "rejected 700" in result.stderr


def test_the_standard_input_is_read_like_a_file(tmp_path: Path, sqlite_url: str) -> None:
    lines = b'{"ProfileId": 1}\nbad\n'
    done = subprocess.run(
        [sys.executable, "-c", "from app.cli import main; main()", "import", "-", "--account=acme", f"--store-url={sqlite_url}"],
        input=lines,
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert column(sqlite_url, "profiles.profile_id") == [1]
    assert (tmp_path / "stdin.rejects.jsonl").read_bytes() == b"bad\n"


def test_the_account_may_come_from_the_environment_and_must_come_from_somewhere(tmp_path: Path, sqlite_url: str) -> None:
    file = written(tmp_path / "in.jsonl", {"ProfileId": 1})
    assert "--account" in run(file, "--store-url", sqlite_url, account=None).stderr
    assert run(file, "--store-url", sqlite_url, account="from-there").exit_code == 0
    assert run(file, "--store-url", sqlite_url, "--account", "from-here").exit_code == 0
    assert column(sqlite_url, "accounts.name") == ["from-there", "from-here"]


@pytest.mark.parametrize(
    ("url", "advice"),
    [("mysql://user:secret@host/x", "must be sqlite:///"), ("sqlite:////nowhere/at/all.sqlite3", "Check that its folder exists")],
)
def test_a_store_that_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path, url: str, advice: str) -> None:
    result = run(written(tmp_path / "in.jsonl", {"ProfileId": 1}), "--store-url", url)
    assert result.exit_code == 1
    assert advice in result.stderr
    assert "secret" not in result.output


def test_a_missing_file_is_told(tmp_path: Path, sqlite_url: str) -> None:
    result = run(tmp_path / "none.jsonl", "--store-url", sqlite_url)
    assert result.exit_code == 2
    assert "does not exist" in result.stderr
    assert not (tmp_path / "profiles.sqlite3").exists()


TOGETHER = LINES_OF_A_BATCH * BATCHES_OF_A_TRANSACTION
LARGE = 4 * TOGETHER  # more than may wait to be written


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough lines to be interrupted among them."""
    file = tmp_path_factory.mktemp("large") / "in.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, profiles(LARGE))))
    return file


@contextmanager
def fed(url: str, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An import that waits for more lines, with its first batches stored."""
    program = [*PROGRAM, "-", "--account=acme", f"--store-url={url}"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True) as importing:
        assert importing.stdin is not None
        importing.stdin.write(file.read_bytes())
        importing.stdin.flush()
        wait_for_a_batch(url, importing)
        yield importing
        importing.stdin.close()


def wait_for_a_batch(url: str, importing: subprocess.Popen[bytes]) -> None:
    path = url.removeprefix("sqlite:///")
    while importing.poll() is None:
        if Path(path).exists():
            with closing(sqlite3.connect(path)) as store:
                if store.execute("SELECT count(*) FROM sqlite_master WHERE name = 'tags'").fetchone()[0] and stored(store):
                    return


def stored(store: sqlite3.Connection) -> int:
    number: int = store.execute("SELECT count(*) FROM profiles").fetchone()[0]
    return number


def test_ctrl_c_keeps_what_is_stored_and_says_how_to_go_on(large: Path, sqlite_url: str, tmp_path: Path) -> None:
    with fed(sqlite_url, large) as importing:
        os.killpg(importing.pid, signal.SIGINT)
        assert importing.stderr is not None
        said = importing.stderr.read().decode()
        assert importing.wait() == 130
    last = int(said.rstrip(".\n").rpartition(" ")[2])
    assert "Interrupted. What was stored stays. Go on with --skip-lines " in said
    assert "Traceback" not in said
    assert column(sqlite_url, "profiles.profile_id") == list(range(1, last + 1))
    assert imported(large, sqlite_url, skip_lines=last).new == LARGE - last
    imported(large, f"sqlite:///{tmp_path / 'at_once.sqlite3'}")
    assert tables_of(sqlite_url) == tables_of(f"sqlite:///{tmp_path / 'at_once.sqlite3'}")


def test_a_program_that_is_killed_leaves_whole_profiles(large: Path, sqlite_url: str) -> None:
    with fed(sqlite_url, large) as importing:
        os.killpg(importing.pid, signal.SIGKILL)
        importing.wait()
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as store:
        assert stored(store) % TOGETHER == 0
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert store.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in {*TABLES[1:]} - {"preferences", "consents"}:
            counted = store.execute(f"SELECT sum({table}_count) FROM profiles").fetchone()
            assert store.execute(f'SELECT count(*) FROM "{table}"').fetchone() == counted


def test_somebody_who_looks_sees_a_bar_with_rate_and_time(large: Path, sqlite_url: str) -> None:
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        [*PROGRAM, str(large), "--account=acme", f"--store-url={sqlite_url}"], stderr=theirs, env=environment
    ) as importing:
        os.close(theirs)
        seen = read_to_the_end(ours)
    assert importing.returncode == 0
    assert " %" in seen
    assert "profiles/s" in seen
    assert "0:00:0" in seen


def read_to_the_end(terminal: int) -> str:
    seen = b""
    try:
        while read := os.read(terminal, 65536):
            seen += read
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(terminal)
    return seen.decode()
