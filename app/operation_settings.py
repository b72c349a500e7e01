"""Settings of what operations may do and cost, and what the production profile makes of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, Field, SecretStr, ValidationInfo, field_validator, model_validator

RATE = r"^(off|[1-9][0-9]{0,8}/(second|minute|hour))$"

SAFE: Final[Mapping[str, object]] = {
    "limits": "enforce",
    "introspection": False,
    "suggestions": False,
    "explain": False,
    "explorer": False,
    "rate_limit": "600/minute",
    "principal_rate_limit": "600/minute",
    "metrics": False,
}
"""What the production profile sets where nothing else is said."""

UNSAFE: Final[Mapping[str, tuple[object, str]]] = {
    "limits": ("enforce", "operations of any size are executed; set enforce"),
    "introspection": (False, "the schema is told to whoever asks; set false"),
    "suggestions": (False, "error messages name parts of the schema; set false"),
    "explain": (False, "tables and generated code are shown to whoever asks; set false"),
    "explorer": (False, "the explorer is served to whoever asks; set false"),
}
"""What the production profile insists on, and what would happen otherwise."""


class OperationSettings(BaseModel, defer_build=True):
    """What can be set about operations."""

    profile: Literal["development", "production"] = Field(
        "development", description="`production` sets the safe defaults, and refuses to start with an unsafe combination."
    )
    limits: Literal["enforce", "measure", "off"] = Field(
        "enforce", description="What is done about operations that are too large; `measure` refuses none, and adds `extensions.cost`."
    )
    limit_tokens: int = Field(2_000, ge=1, description="Tokens of a document, at most.")
    limit_depth: int = Field(20, ge=1, le=200, description="Levels of fields, at most; the standard introspection query has 15.")
    limit_aliases: int = Field(50, ge=0, description="Aliases of an operation, at most; a fragment's count wherever it is spread.")
    limit_root_fields: int = Field(20, ge=1, description="Root fields of an operation, at most.")
    limit_directives: int = Field(50, ge=0, description="Directives of an operation, at most.")
    limit_reads: int = Field(1_000, ge=1, description="Reads of the source for a request, at most: one for each lookup and representation.")
    limit_cost: int = Field(30_000, ge=1, description="Reads and objects of a request as `@cost` and `@listSize` count them, at most.")
    introspection: bool = Field(default=True, description="Whether the schema may be asked for; `_service` goes with it.")
    suggestions: bool = Field(default=True, description='Whether error messages say "Did you mean".')
    explain: bool | None = Field(
        None,
        description="Whether the header `X-GraphQL-Explain` adds `extensions.explain`: the plan of an operation, with generated code or "
        "SQL. Where nothing is set: on loopback, unless introspection is off.",
    )
    documents: Path | None = Field(
        None, description="Trusted documents: a folder of `.graphql` files, or a manifest in JSON as `@graphql-codegen` writes it."
    )
    documents_mode: Literal["off", "allow", "only"] = Field(
        "off",
        validate_default=True,
        description="`allow`: trusted documents by their ids, and any other as text. `only`: trusted documents, and nothing else.",
    )
    rate_limit: str | None = Field(
        None,
        pattern=RATE,
        description="Requests of one address, such as `600/minute`, or `off`. Where nothing is set: `off` on loopback, else `600/minute`.",
    )
    principal_rate_limit: str | None = Field(
        None,
        pattern=RATE,
        description="Requests of one principal, wherever they come from, or `off`. "
        "Where nothing is set: `off` on loopback and without authentication, else `600/minute`.",
    )
    rate_limit_store: SecretStr = Field(
        SecretStr("memory://"),
        description="Where requests are counted: `memory://` in each process, or `redis://host:6379/0` for all of them "
        "(needs `profile-gateway[redis]`). While Redis fails, each process counts alone.",
    )

    @model_validator(mode="before")
    @classmethod
    def _safe_in_production(cls, given: Any) -> Any:  # noqa: ANN401 - what pydantic was given
        return {**SAFE, **given} if isinstance(given, dict) and given.get("profile") == "production" else given

    @field_validator("documents_mode")
    @classmethod
    def _needs_documents(cls, value: str, info: ValidationInfo) -> str:
        if value != "off" and info.data.get("documents", True) is None:
            raise ValueError(f"{value} needs PROFILES_DOCUMENTS")
        return value


def unsafe(settings: Mapping[str, Any], prefix: str) -> list[str]:
    """List what the production profile does not allow, one sentence for each."""
    if settings["profile"] != "production":
        return []
    problems = [f"{prefix}{name.upper()}: in production, {why}" for name, (safe, why) in UNSAFE.items() if settings[name] != safe]
    if settings["rate_limit"] == "off":
        problems.append(f"{prefix}RATE_LIMIT: in production, one address could take all there is; set a rate such as 600/minute")
    elif settings["workers"] > 1 and settings["rate_limit_store"].get_secret_value().startswith("memory:"):
        problems.append(f"{prefix}RATE_LIMIT_STORE: in production, several workers must count together; set a redis:// URL")
    plain = [origin for origin in settings["cors_origins"] if origin.startswith("http:")]
    if plain:
        problems.append(f"{prefix}CORS_ORIGINS: in production, pages must come by https")
    return problems
