"""The gateway's own store, filled by its own import."""

import subprocess
from hashlib import sha256
from pathlib import Path

from bench.data import FILE, file_of_profiles
from bench.places import ACCOUNT, DATA, PROGRAMS, ROOT


def sqlite_store() -> Path:
    """Return the file of a filled store; it is made anew when the gateway writes its rows otherwise."""
    store = DATA / f"store-{_version()}.sqlite3"
    if not store.exists():
        file_of_profiles()
        for old in DATA.glob("store-*"):
            old.unlink()
        unfinished = store.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        fill(f"sqlite:///{unfinished}", FILE)
        unfinished.rename(store)
    return store


def fill(url: str, file: Path) -> None:
    """Import everybody in a file."""
    for command in (["migrate", "--store-url", url], ["import", file, "--account", ACCOUNT, "--store-url", url]):
        subprocess.run([PROGRAMS / "profile-gateway", *command], check=True, capture_output=True, cwd=ROOT)


def _version() -> str:
    """Name what the rows depend on."""
    source = ROOT / "app" / "source"
    texts = [(source / name).read_bytes() for name in ("tables.py", "rows.py", "translation.py", "dates.py")]
    return sha256(b"".join([FILE.name.encode(), *texts])).hexdigest()[:12]
