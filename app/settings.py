"""Settings from the environment (prefix ``PROFILES_``), read once. Every problem is reported at once, at start, without its value."""

import os
from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    account_id: str | None = Field(None, description="The account to read from where a request names none.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=64, description="Worker processes.")
    body_limit: int = Field(262_144, ge=1024, description="Bytes of a request's body, at most.")
    document_cache: int = Field(1000, ge=1, description="Parsed documents to keep, at most.")
    explorer: bool = Field(default=True, description="Whether the GraphiQL page is served.")

    @field_validator("upstream_url")
    @classmethod
    def _needed_for_rest(cls, value: HttpUrl | None, info: ValidationInfo) -> HttpUrl | None:
        if value is None and info.data.get("source") == "rest":
            raise ValueError("needed for the source rest, for example https://host/Profiles/v4")
        return value


def load_settings(options: Mapping[str, object], environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; ``options`` (those of the command, ``None`` for not given) win over the environment.

    Raises:
        SettingsError: with every problem found.
    """
    problems = unknown_variables(os.environ if environment is None else environment)
    try:
        settings = Settings(**{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type] # checked by pydantic
    except ValidationError as error:
        problems += [f"{PREFIX}{str(problem['loc'][0]).upper()}: {problem['msg']}" for problem in error.errors(include_input=False)]
        raise SettingsError(problems) from None
    if problems:
        raise SettingsError(problems)
    return settings


def unknown_variables(environment: Mapping[str, str]) -> list[str]:
    """Report variables that begin as ours do and mean nothing: a misspelt setting would be passed over in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return [f"{name}: there is no such setting" for name in sorted(environment) if name.startswith(PREFIX) and name not in known]
