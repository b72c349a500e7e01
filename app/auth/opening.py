"""From settings to the scheme that they name."""

from importlib import import_module

from pydantic import SecretStr

from app.access_settings import auth_of
from app.auth.api_keys import ApiKeys
from app.auth.fingerprint import Fingerprints
from app.auth.key_file import KeyFileUnusable, read_keys
from app.auth.scheme import Scheme
from app.auth.unchecked import NoAuthentication, PassThrough
from app.settings import Settings

TOKENS = "app.auth.token_opening"
"""Imported where tokens are judged: cryptography, and httpx for the issuer's keys, take a tenth of a second to import."""


def open_scheme(settings: Settings, fingerprints: Fingerprints) -> Scheme:
    """Open the scheme, which is closed with the application."""
    match auth_of(dict(settings)):
        case "pass-through":
            return PassThrough(fingerprints)
        case "jwt":
            scheme: Scheme = import_module(TOKENS).open_tokens(settings)
            return scheme
        case "api-keys":
            assert settings.keys_file is not None, "the settings were checked"
            return ApiKeys(settings.keys_file)
        case _:
            return NoAuthentication()


def check_scheme(settings: Settings) -> None:
    """Return when the files that the scheme needs can be used.

    Raises:
        ValueError: they cannot, saying which and why.
    """
    auth = auth_of(dict(settings))
    try:
        if auth == "api-keys" and settings.keys_file:
            read_keys(settings.keys_file)
    except KeyFileUnusable as error:
        raise ValueError(f"PROFILES_KEYS_FILE: {error}") from None
    if auth == "jwt":
        import_module(TOKENS).check_keys(settings)


def secret(setting: SecretStr | None) -> str | None:
    """Return a secret as it is, if there is one."""
    return setting.get_secret_value() if setting else None
