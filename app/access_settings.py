"""Settings of who may call, and of the record of what was seen."""

import ipaddress
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, FilePath, SecretStr, field_validator
from pydantic_core import from_json

Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Those whose keys come in two halves: what is published in a JWKS must not be enough to make tokens."""

NOT_KEPT: Final = "private, no-store"
"""What ``Cache-Control`` says of whatever one caller may see and others may not."""
KEPT = r"(private|no-store|no-cache|must-revalidate|no-transform|immutable|(max-age|stale-while-revalidate|stale-if-error)=[0-9]{1,8})"
"""What it may say. No ``public``, no ``s-maxage``: a proxy would show one caller's data to the next."""
HOST = r"^(\*|(\*\.)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])$"

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {"jwt": ("jwt_issuer", "jwt_audience", "jwt_keys"), "api-keys": ("keys_file",)}


LISTED: Final = BeforeValidator(lambda given: from_json(given) if isinstance(given, str) else given)
"""A list that a variable holds as JSON."""


class AccessSettings(BaseModel, defer_build=True):
    """What can be set about callers."""

    auth: Literal["none", "pass-through", "jwt", "api-keys"] | None = Field(
        None,
        description="Who judges credentials: nobody (`none`, on loopback only), the upstream (`pass-through`), or the gateway (`jwt`, "
        "`api-keys`). Where nothing is set: `pass-through` where the upstream sees the caller's own header, else `none`.",
    )
    jwt_issuer: str | None = Field(None, min_length=1, description="The issuer (`iss`) of tokens. Needed for `jwt`.")
    jwt_audience: str | None = Field(None, min_length=1, description="Whom tokens must be for (`aud`). Needed for `jwt`.")
    jwt_keys: str | None = Field(
        None, min_length=1, description="The issuer's public keys, a JWKS: its `https://` URL, or a file. Needed for `jwt`."
    )
    jwt_keys_pause: float = Field(
        30.0, ge=1, le=3600, description="Seconds between two readings of the keys, at least, however many tokens name unknown ones."
    )
    jwt_algorithms: Annotated[tuple[Algorithm, ...], LISTED] = Field(
        ("RS256", "ES256"), min_length=1, description="Algorithms that tokens may be signed with."
    )
    jwt_leeway: float = Field(30.0, ge=0, le=300, description="Seconds by which clocks may differ.")
    jwt_scope_claim: str = Field("scope", min_length=1, description="The claim with the scopes: words, or a list (`scp`).")
    jwt_accounts_claim: str = Field(
        "accounts", min_length=1, description="The claim with the accounts: a word or a list; `*` is any. Without it a token reads nothing."
    )
    access_record: str = Field(
        "off",
        min_length=1,
        description="Where what was seen is recorded, one line of JSON for each operation: `off`, `stdout` or a file.",
    )
    access_record_queue: int = Field(10_000, ge=1, le=1_000_000, description="Lines of it that may wait to be written.")
    access_record_complete: bool = Field(
        default=False, description="Whether operations are refused (503) while lines cannot be written; else they are dropped and counted."
    )
    router_secret: SecretStr | None = Field(
        None,
        min_length=16,
        description="A secret. With it, only requests whose header `X-Router-Secret` holds it may use `_entities` and `_service`.",
    )
    hash_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="A secret. With it, the record tells numbers and addresses that were asked for apart, by a keyed hash. "
        "Callers of `pass-through` are told apart by one too, without it only until the gateway stops.",
    )
    allowed_hosts: Annotated[tuple[Annotated[str, Field(pattern=HOST)], ...], LISTED] = Field(
        (),
        description='Hosts that `/graphql` may be asked at, as a JSON list without ports: `["graph.example.com"]`; others get 400. '
        "Where nothing is set: any; with `none` only `localhost`, `127.0.0.1` and `[::1]`, which are always added there.",
    )
    cache_control: str = Field(
        NOT_KEPT,
        pattern=rf"^{KEPT}(, {KEPT})*$",
        description="`Cache-Control` of answers without errors, such as `private, max-age=60`; it must hold `private` or `no-store`. "
        "What a browser shows again is not recorded again.",
    )
    keys_file: FilePath | None = Field(None, description="The file of `profile-gateway keys`. Needed for `api-keys`.")

    @field_validator("cache_control")
    @classmethod
    def _for_one_caller(cls, value: str) -> str:
        if {"private", "no-store"}.isdisjoint(value.split(", ")):
            raise ValueError("must hold private or no-store: answers are meant for one caller")
        return value

    @field_validator("jwt_keys")
    @classmethod
    def _safe_on_the_way(cls, value: str | None) -> str | None:
        """Somebody on the way could put other keys in place of the issuer's."""
        parts = urlsplit(value or "")
        if parts.scheme in {"", "https"} or (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            return value
        raise ValueError("must be an https:// URL, or a file")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address that is listened on."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def auth_of(settings: Mapping[str, Any]) -> str:
    """Return who judges credentials, also where that is not set."""
    if settings["auth"]:
        return str(settings["auth"])
    return "pass-through" if settings["source"] == "rest" and settings["upstream_credentials"] == "caller" else "none"


def unguarded(settings: Mapping[str, Any], prefix: str) -> list[str]:
    """List what would let strangers in, or everybody out; one sentence for each."""
    auth = auth_of(settings)
    handed_on = settings["source"] == "rest" and settings["upstream_credentials"] == "caller"
    missing = [f"{prefix}{name.upper()}: needed for {auth}" for name in NEEDED.get(auth, ()) if settings[name] is None]
    if auth == "none" and settings["profile"] == "production":
        missing.append(f"{prefix}AUTH: in production, callers must be known; set jwt, api-keys or pass-through")
    elif auth == "none" and not is_loopback(settings["host"]):
        missing.append(f"{prefix}AUTH: without authentication only 127.0.0.1 is listened on; set jwt, api-keys or pass-through")
    if auth == "pass-through" and not handed_on:
        missing.append(f"{prefix}AUTH: pass-through needs an upstream that sees the caller's own credential; nobody else would judge it")
    if auth in NEEDED and handed_on:
        missing.append(f"{prefix}UPSTREAM_CREDENTIALS: with {auth} the caller's credential is the gateway's, so set oauth or pnauthinfo3")
    return missing
