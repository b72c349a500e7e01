"""The REST source that the settings name: its upstream, with the credentials."""

from pathlib import Path

from pydantic import SecretStr

from app.settings import Settings
from app.source.contract import UpstreamContract
from app.source.protocol import Source
from app.source.rest import RestSource
from app.telemetry import Tracer
from app.upstream.client_credentials import Client, ClientCredentials
from app.upstream.credentials import CallersOwn, Credentials
from app.upstream.exchange import Http
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.signature import Signatures, Signer
from app.upstream.upstream import Upstream

MINUTE_S = 60.0


def open_source(settings: Settings, tracer: Tracer | None = None) -> Source:
    """Open the source; nothing is asked yet."""
    return RestSource(upstream_of(settings, tracer), UpstreamContract(**settings.upstream_contract))


def upstream_of(settings: Settings, tracer: Tracer | None = None) -> Upstream:
    """Open the upstream that the settings name."""
    limits = limits_of(settings)
    http = HttpClient(limits, settings.upstream_ca_file)
    return open_upstream(str(settings.upstream_url), limits, lambda http: credentials_of(settings, http, limits), http, tracer)


def limits_of(settings: Settings) -> Limits:
    """Return how far the settings let us go for an answer."""
    return Limits(
        deadline=settings.upstream_timeout,
        connect=settings.upstream_connect_timeout,
        silence=settings.upstream_read_timeout,
        answer=settings.upstream_answer_limit,
        at_once=settings.upstream_concurrency,
        waiting=settings.upstream_queue,
        attempts=settings.upstream_attempts,
        breaker_failures=settings.upstream_breaker_failures,
        breaker_pause=settings.upstream_breaker_pause,
        cache_seconds=settings.upstream_cache_seconds,
        cache_size=settings.upstream_cache_size,
        unknown_account=settings.upstream_unknown_account_seconds,
    )


def credentials_of(settings: Settings, http: Http, limits: Limits) -> Credentials:
    """Return whose credential the upstream sees."""
    if settings.upstream_credentials == "caller":
        return CallersOwn()
    if settings.upstream_credentials == "pnauthinfo3":
        reused = MINUTE_S if settings.upstream_signature_reused else 0
        return Signatures(Signer(settings.upstream_user_id or "", secret_of(settings), settings.upstream_signature_hash, reused))
    client = Client(
        str(settings.upstream_token_url),
        settings.upstream_client_id or "",
        secret_of(settings),
        settings.upstream_scope or "",
        settings.upstream_token_authentication,
    )
    return ClientCredentials(http, client, limits)


def secret_of(settings: Settings) -> str:
    """Return the gateway's own secret; a line break at the end of its file is not part of it."""
    if isinstance(settings.upstream_secret, SecretStr):
        return settings.upstream_secret.get_secret_value()
    assert settings.upstream_secret_file is not None, "the settings were checked"
    return Path(settings.upstream_secret_file).read_text(encoding="utf-8").rstrip("\r\n")
