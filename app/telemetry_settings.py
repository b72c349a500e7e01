"""Settings of metrics and traces."""

from importlib.util import find_spec

from pydantic import BaseModel, Field, field_validator

OFF = "off"
EXPORTER = "opentelemetry.exporter.otlp.proto.http"
"""What the extra ``tracing`` brings, and nothing else that is installed with the gateway."""


class TelemetrySettings(BaseModel, defer_build=True):
    """What can be set about what the gateway tells of its own work."""

    metrics: bool = Field(
        default=True, description="Whether `/metrics` is served. In production only where this says so: keep it inside your network."
    )
    traces: str = Field(
        OFF,
        pattern=r"^(off|console|https?://[^\s/?#@]+/[^\s?#@]*)$",
        description="Where spans go: `off`, `console` (standard output), or a collector that speaks OTLP over HTTP, such as "
        "`http://localhost:4318/v1/traces`. Needs `profile-gateway[tracing]`.",
    )

    @field_validator("traces")
    @classmethod
    def _installed(cls, value: str) -> str:
        if value != OFF and not is_installed(EXPORTER):
            raise ValueError("spans need OpenTelemetry: pip install 'profile-gateway[tracing]'")
        return value


def is_installed(module: str) -> bool:
    """Whether a module can be imported; it is not imported yet."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
