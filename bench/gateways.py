"""The gateway, as its users start it, with the settings that a workload is about."""

import subprocess
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from secrets import token_hex

from app.auth.principal import Scope
from bench.places import ACCOUNT, DATA, PROGRAMS, ROOT
from bench.servers import Command, Server, anybodys

GATEWAY = "gateway"
FIRST_USE = "gateway, first use"
GUARDED = "gateway with policies"
UNGUARDED = "gateway without policies"

_OVER: Mapping[str, Mapping[str, str]] = {
    "rest": {"PROFILES_SOURCE": "rest", "PROFILES_UPSTREAM_URL": "{url}"},
    "sqlite": {"PROFILES_SOURCE": "sql", "PROFILES_STORE_URL": "sqlite:///{url}"},
    "postgresql": {"PROFILES_SOURCE": "sql", "PROFILES_STORE_URL": "{url}"},
}
_SETTINGS = {"PROFILES_ACCOUNT_ID": ACCOUNT, "PROFILES_EXPLORER": "false"}
_SIGNING = {
    "PROFILES_UPSTREAM_CREDENTIALS": "pnauthinfo3",
    "PROFILES_UPSTREAM_USER_ID": "bench",
    "PROFILES_UPSTREAM_SECRET": "bench",
    "PROFILES_UPSTREAM_SIGNATURE_REUSED": "true",
}
"""API keys are the gateway's, so it reads the upstream with its own credential: here with policies and without them, at next to no cost."""

_KEYS = DATA / "keys.json"
_RECORD = DATA / "access-record.jsonl"
_POLICIES = {
    "PROFILES_AUTH": "api-keys",
    "PROFILES_KEYS_FILE": str(_KEYS),
    "PROFILES_RATE_LIMIT": "999999999/minute",
    "PROFILES_PRINCIPAL_RATE_LIMIT": "999999999/minute",
    "PROFILES_ACCESS_RECORD": str(_RECORD),
    "PROFILES_HASH_KEY": token_hex(16),
    "PROFILES_ALLOWED_HOSTS": '["127.0.0.1"]',
}
"""Beside the limits of operations, which are there by default."""
_NO_POLICIES = {"PROFILES_AUTH": "none", "PROFILES_LIMITS": "off", "PROFILES_RATE_LIMIT": "off"}


def serving(port: int) -> Command:
    """Start the gateway."""
    return [PROGRAMS / "profile-gateway", "serve", "--port", str(port)], ROOT


def serving_with_policies(port: int) -> Command:
    """Start the gateway when its key is there and its record is empty."""
    key()
    _RECORD.unlink(missing_ok=True)
    return serving(port)


@cache
def key() -> str:
    """Make the one API key of this run."""
    _KEYS.unlink(missing_ok=True)
    scopes = [f"--scope={scope.value}" for scope in Scope]
    make: list[str | Path] = [
        PROGRAMS / "profile-gateway",
        "keys",
        "make",
        f"--file={_KEYS}",
        "--name=bench",
        f"--account={ACCOUNT}",
        *scopes,
    ]
    return subprocess.run(make, check=True, capture_output=True, text=True).stdout.strip()


def gateway(
    name: str,
    source: str,
    settings: Mapping[str, str],
    program: Callable[[int], Command] = serving,
    token: Callable[[], str] = anybodys,
) -> Server:
    """A gateway over a source, with these settings beside the defaults."""
    return Server(name, source, program, {**_SETTINGS, **_OVER[source], **settings}, token=token)


GATEWAYS = (
    *(gateway(GATEWAY, source, {}) for source in _OVER),
    gateway(FIRST_USE, "rest", {"PROFILES_DOCUMENT_CACHE": "1"}),
    gateway(UNGUARDED, "rest", {**_SIGNING, **_NO_POLICIES}),
    gateway(GUARDED, "rest", {**_SIGNING, **_POLICIES}, serving_with_policies, key),
    gateway(UNGUARDED, "sqlite", _NO_POLICIES),
    gateway(GUARDED, "sqlite", _POLICIES, serving_with_policies, key),
)
