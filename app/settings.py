"""Settings from the environment (prefix ``PROFILES_``), read once. Every problem is reported at once, at start, without its value."""

import os
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, HttpUrl, Json, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.source.contract import UpstreamContract

PREFIX = "PROFILES_"


class SettingsError(Exception):
    """Settings that cannot be used."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Carry one sentence for each problem."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Settings(BaseSettings):
    """What can be set. The description of each field is the documentation of its variable."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    source: Literal["sql", "rest"] = Field("sql", description="Where profiles come from: the own store, or the REST upstream.")
    store_url: SecretStr = Field(
        SecretStr("sqlite:///profiles.sqlite3"),
        description="The store: `sqlite:///file` or `postgresql://user:password@host/database`.",
    )
    upstream_url: HttpUrl | None = Field(
        None, validate_default=True, description="The upstream's base, up to and including `/Profiles/v4`. Needed for the source `rest`."
    )
    upstream_timeout: float = Field(10.0, gt=0, le=300, description="Seconds that one upstream call may take in all.")
    upstream_concurrency: int = Field(32, ge=1, le=1000, description="Upstream calls at once, at most.")
    upstream_answer_limit: int = Field(67_108_864, ge=1024, description="Bytes of one upstream answer, decompressed, at most.")
    upstream_contract: Annotated[Json[dict[str, str]], NoDecode] = Field(
        "{}",
        validate_default=True,
        description="Paths and parameter names that differ from what is assumed, as a JSON object; see `app/source/contract.py`.",
    )
    account_id: str | None = Field(None, description="The account to read from where a request names none.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Worker processes.")
    body_limit: int = Field(262_144, ge=1024, description="Bytes of a request's body, at most.")
    body_timeout: float = Field(30.0, gt=0, le=3600, description="Seconds that a request's body may take to arrive.")
    batch_limit: int = Field(0, ge=0, le=100, description="Requests in one batch (a JSON array), at most; 0 refuses batches.")
    cors_origins: tuple[Annotated[str, Field(pattern=r"^https?://[^/*\s]+$")], ...] = Field(
        (), description='Origins whose pages may ask, as a JSON list: `["https://app.example.com"]`. Others are refused.'
    )
    http_status_codes: Literal["classic", "draft"] = Field(
        "classic", description="`draft`: 422 for invalid requests and 294 for partial success, as newer drafts of GraphQL over HTTP say."
    )
    document_cache: int = Field(1000, ge=1, description="Parsed documents to keep, at most.")
    explorer: bool = Field(default=True, description="Whether the GraphiQL page is served.")

    @field_validator("upstream_contract")
    @classmethod
    def _of_the_contract(cls, value: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(value) - set(UpstreamContract.__struct_fields__))
        if unknown:
            raise ValueError(f"the contract has no {', '.join(unknown)}")
        UpstreamContract(**value)
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
        settings = Settings()
    except ValidationError as error:
        problems += [f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors(include_input=False)]
        raise SettingsError(problems) from None
    if problems:
        raise SettingsError(problems)
    return settings


def unknown_variables(environment: Iterable[str]) -> list[str]:
    """Report variables that begin as ours do and mean nothing: a misspelt setting would be passed over in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return [f"{name}: there is no such setting" for name in sorted(environment) if name.startswith(PREFIX) and name not in known]
