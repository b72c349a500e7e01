"""Settings from the environment (prefix ``PROFILES_``), read once. Every problem is reported at once, at start, without its value."""

import os
import ssl
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, FilePath, HttpUrl, Json, SecretStr, ValidationError, ValidationInfo, field_validator

from app.access_settings import LISTED, AccessSettings, unguarded
from app.operation_settings import OperationSettings, unsafe
from app.source.contract import UpstreamContract
from app.telemetry_settings import TelemetrySettings

PREFIX = "PROFILES_"
NEEDED = {
    "caller": (),
    "oauth": ("upstream_token_url", "upstream_client_id", "upstream_scope"),
    "pnauthinfo3": ("upstream_user_id",),
}
"""The settings that each kind of credentials cannot do without, apart from the secret."""


class SettingsError(Exception):
    """Settings that cannot be used."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Carry one sentence for each problem."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Settings(TelemetrySettings, OperationSettings, AccessSettings):
    """What can be set. The description of each field is the documentation of its variable."""

    model_config = ConfigDict(defer_build=False, frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    source: Literal["sql", "rest"] = Field("sql", description="Where profiles come from: the own store, or the REST upstream.")
    store_url: SecretStr = Field(
        SecretStr("sqlite:///profiles.sqlite3"),
        description="The store: `sqlite:///file` or `postgresql://user:password@host/database`.",
    )
    upstream_url: HttpUrl | None = Field(
        None, validate_default=True, description="The upstream's base, up to and including `/Profiles/v4`. Needed for the source `rest`."
    )
    upstream_ca_file: FilePath | None = Field(
        None,
        description="A file with certificates (PEM) of authorities that are trusted for the upstream and its token endpoint, besides the "
        "system's.",
    )
    upstream_timeout: float = Field(
        10.0,
        gt=0,
        le=300,
        description="Seconds for all upstream calls of one request, retries included, from when its body has arrived; until then "
        "`PROFILES_BODY_TIMEOUT` counts.",
    )
    upstream_connect_timeout: float = Field(3.0, gt=0, le=300, description="Seconds to open a connection to the upstream.")
    upstream_read_timeout: float = Field(5.0, gt=0, le=300, description="Seconds between two pieces of an upstream answer.")
    upstream_attempts: int = Field(3, ge=1, le=10, description="Calls for one read, at most; 1 tries nothing again.")
    upstream_concurrency: int = Field(32, ge=1, le=1000, description="Upstream calls at once, at most.")
    upstream_queue: int = Field(1000, ge=0, description="Reads that wait for their turn, at most; further ones are refused.")
    upstream_breaker_failures: int = Field(
        10, ge=1, le=20, description="Failures among the last 20 upstream calls after which the upstream is given a pause."
    )
    upstream_breaker_pause: float = Field(5.0, gt=0, le=300, description="Seconds of that pause; then one call finds out.")
    upstream_cache_seconds: float = Field(
        0.0, ge=0, le=60, description="Seconds that answers are kept for requests that show neither consents nor preferences; 0 keeps none."
    )
    upstream_cache_size: int = Field(16_777_216, ge=0, description="Bytes of all answers that are kept.")
    upstream_unknown_account_seconds: float = Field(
        5.0, ge=0, le=60, description="Seconds that an account which the upstream does not know is not asked for again."
    )
    upstream_answer_limit: int = Field(67_108_864, ge=1024, description="Bytes of one upstream answer, decompressed, at most.")
    upstream_contract: Json[dict[str, str]] = Field(
        "{}",
        validate_default=True,
        description="Paths and parameter names that differ from what is assumed, as a JSON object; see `app/source/contract.py`.",
    )
    upstream_token_url: HttpUrl | None = Field(None, description="Where tokens come from. Needed for the credentials `oauth`.")
    upstream_client_id: str | None = Field(None, min_length=1, description="The gateway's OAuth client id. Needed for `oauth`.")
    upstream_scope: str | None = Field(
        None, min_length=1, description="The scope of the token, such as `{accountId}/<user id>`. Needed for `oauth`."
    )
    upstream_token_authentication: Literal["basic", "body"] = Field(
        "basic", description="Where client id and secret stand in a token request: in the header, or in the `body`."
    )
    upstream_user_id: str | None = Field(
        None, pattern=r"^[!-.0-~]+$", description="The upstream's user who signs. Needed for the credentials `pnauthinfo3`."
    )
    upstream_signature_hash: Literal["SHA256", "SHA384", "SHA512"] = Field("SHA256", description="The hash function of the signature.")
    upstream_signature_reused: bool = Field(default=False, description="One signature serves for a minute; else each call is signed.")
    upstream_secret: SecretStr | None = Field(None, min_length=1, description="The secret for `oauth` or `pnauthinfo3`.")
    upstream_secret_file: FilePath | None = Field(None, description="A file that holds the secret instead.")
    upstream_credentials: Literal["caller", "oauth", "pnauthinfo3"] = Field(
        "caller",
        validate_default=True,
        description="Whose credential the upstream sees: the `caller`'s own header, or the gateway's (`oauth` client credentials or "
        "`pnauthinfo3` signatures). With the gateway's, every caller sees what the gateway may see.",
    )
    account_id: str | None = Field(None, description="The account to read from where a request names none.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Worker processes.")
    body_limit: int = Field(262_144, ge=1024, description="Bytes of a request's body, at most.")
    body_timeout: float = Field(30.0, gt=0, le=3600, description="Seconds that a request's body may take to arrive.")
    batch_limit: int = Field(0, ge=0, le=100, description="Requests in one batch (a JSON array), at most; 0 refuses batches.")
    cors_origins: Annotated[tuple[Annotated[str, Field(pattern=r"^https?://[^/*\s]+$")], ...], LISTED] = Field(
        (), description='Origins whose pages may ask, as a JSON list: `["https://app.example.com"]`. Others are refused.'
    )
    http_status_codes: Literal["classic", "draft"] = Field(
        "classic", description="`draft`: 422 for invalid requests and 294 for partial success, as newer drafts of GraphQL over HTTP say."
    )
    document_cache: int = Field(1000, ge=1, description="Parsed documents to keep, at most.")
    compile_operations: bool = Field(default=True, description="Whether operations that are seen again are compiled.")
    explorer: bool = Field(default=True, description="Whether the GraphiQL page is served.")

    @field_validator("upstream_contract")
    @classmethod
    def _of_the_contract(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(value) - set(UpstreamContract.__struct_fields__))
        if unknown:
            raise ValueError(f"the contract has no {', '.join(unknown)}")
        UpstreamContract(**value)
        return value

    @field_validator("upstream_ca_file")
    @classmethod
    def _holds_certificates(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                ssl.create_default_context(cafile=value)
            except OSError:
                raise ValueError("the file holds no certificates in PEM that can be read") from None
        return value

    @field_validator("upstream_credentials")
    @classmethod
    def _complete(cls, value: str, info: ValidationInfo) -> str:
        given = {name for name, setting in info.data.items() if setting is not None}
        missing = [PREFIX + name.upper() for name in NEEDED[value] if name in info.data and name not in given]
        if value != "caller" and not given & {"upstream_secret", "upstream_secret_file"}:
            missing.append(f"{PREFIX}UPSTREAM_SECRET or {PREFIX}UPSTREAM_SECRET_FILE")
        if missing:
            raise ValueError(f"{value} needs {', '.join(missing)}")
        return value

    @field_validator("upstream_url")
    @classmethod
    def _needed_for_rest(cls, value: HttpUrl | None, info: ValidationInfo) -> HttpUrl | None:
        if value is None and info.data.get("source") == "rest":
            raise ValueError("needed for the source rest, for example https://host/Profiles/v4")
        return value


def load_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: with every problem found.
    """
    problems = unknown_variables(os.environ)
    try:
        settings = Settings.model_validate(given(os.environ))
    except ValidationError as error:
        problems += [f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors(include_input=False)]
        raise SettingsError(problems) from None
    problems += [*unsafe(settings.model_dump(), PREFIX), *unguarded(settings.model_dump(), PREFIX)]
    if problems:
        raise SettingsError(problems)
    return settings


def given(environment: Mapping[str, str]) -> dict[str, str]:
    """Take what is set, by the names of the settings; variables may be written in small letters too."""
    variables = {name.lower(): value for name, value in environment.items()}
    names = {f"{PREFIX}{name}".lower(): name for name in Settings.model_fields}
    return {name: variables[variable] for variable, name in names.items() if variable in variables}


def unknown_variables(environment: Iterable[str]) -> list[str]:
    """Report variables that begin as ours do and mean nothing: a misspelt setting would be passed over in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return [f"{name}: there is no such setting" for name in sorted(environment) if name.startswith(PREFIX) and name not in known]
