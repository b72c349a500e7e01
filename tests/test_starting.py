"""What a start takes time for: the modules that it imports, and the garbage collector. Seconds are the benchmark's business."""

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from app.demo import make_demo_store

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PROFILES_")}
SERVE = [sys.executable, "-X", "importtime", "-m", "app", "serve", "--port", "0"]
EXTRAS = {"alembic", "asyncpg", "cryptography", "jwt", "limits", "opentelemetry", "prometheus_client", "redis", "sqlalchemy"}
"""What neither source needs; each takes 10 ms to import, or more."""


def imported(folder: Path, **environment: str) -> set[str]:
    """Start the gateway, wait until it answers, and return the names of what it imported, but for modules that are imported by name."""
    report = folder / "imports.txt"
    with (
        report.open("w") as stderr,
        subprocess.Popen(SERVE, cwd=folder, stdout=subprocess.PIPE, stderr=stderr, text=True, env=ENVIRONMENT | environment) as process,
    ):
        try:
            assert process.stdout is not None
            url = re.search(r"http://\S+(?=/graphql)", process.stdout.readline())
            assert url, report.read_text()
            urllib.request.urlopen(f"{url.group()}/livez", timeout=30).close()
        finally:
            process.terminate()
            process.communicate(timeout=30)
    return set(re.findall(r"^import time:.*\| +(\S+)$", report.read_text(), re.MULTILINE))


def test_a_start_with_a_store_imports_nothing_that_only_an_upstream_or_another_command_needs(tmp_path: Path) -> None:
    make_demo_store(tmp_path / "profiles.sqlite3")
    names = imported(tmp_path, PROFILES_ACCOUNT_ID="demo")
    assert {"app.source.sql", "apsw"} <= names
    assert not names & {"app.upstream.http", "httpx", "rich", "app.generator.full", "app.importing", "app.emulator", *EXTRAS}


def test_a_start_with_an_upstream_imports_nothing_of_a_store(tmp_path: Path) -> None:
    names = imported(tmp_path, PROFILES_SOURCE="rest", PROFILES_UPSTREAM_URL="http://127.0.0.1:9/Profiles/v4")
    assert "app.source.rest" in names
    assert not names & {"apsw", "sqlite3", "httpx", "app.generator.full", "app.importing", "app.emulator", *EXTRAS}


@pytest.mark.parametrize("made", ["list(map(Exception, range(100_000)))", "1 / 0"])
def test_what_lasts_is_never_looked_at_by_the_collector_which_works_again_afterwards(made: str) -> None:
    program = f"""
import gc
from contextlib import suppress
from app.starting import lasting
with suppress(ZeroDivisionError), lasting():
    assert not gc.isenabled()
    made = {made}
print(gc.isenabled(), gc.get_freeze_count() > ({made.count("map")} and 100_000), len(gc.get_objects()) < 1000)
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["True"] * 3
