"""From settings to the scheme that they name."""

from pathlib import Path

from pydantic import SecretStr

from app.access_settings import auth_of
from app.auth.api_keys import ApiKeys
from app.auth.fingerprint import Fingerprints
from app.auth.jwks import Keys, KeysUnreadable, usable
from app.auth.jwks_reading import from_file, from_url, is_url
from app.auth.key_file import KeyFileUnusable, read_keys
from app.auth.scheme import Scheme
from app.auth.tokens import TokenRules, Tokens
from app.auth.unchecked import NoAuthentication, PassThrough
from app.settings import Settings


def open_scheme(settings: Settings, fingerprints: Fingerprints) -> Scheme:
    """Open the scheme, which is closed with the application."""
    match auth_of(dict(settings)):
        case "pass-through":
            return PassThrough(fingerprints)
        case "jwt":
            return open_tokens(settings)
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
        if auth == "jwt" and settings.jwt_keys and not is_url(settings.jwt_keys):
            usable(Path(settings.jwt_keys).read_bytes(), settings.jwt_algorithms)
    except KeyFileUnusable as error:
        raise ValueError(f"PROFILES_KEYS_FILE: {error}") from None
    except (OSError, KeysUnreadable) as error:
        raise ValueError(f"PROFILES_JWT_KEYS: the file cannot be used ({type(error).__name__})") from None


def open_tokens(settings: Settings) -> Tokens:
    """Open the scheme for tokens; its keys are read when the first token comes."""
    assert settings.jwt_issuer, "the settings were checked"
    assert settings.jwt_audience, "the settings were checked"
    assert settings.jwt_keys, "the settings were checked"
    read = from_url(settings.jwt_keys) if is_url(settings.jwt_keys) else from_file(Path(settings.jwt_keys))
    rules = TokenRules(
        settings.jwt_issuer,
        settings.jwt_audience,
        settings.jwt_algorithms,
        settings.jwt_leeway,
        settings.jwt_scope_claim,
        settings.jwt_accounts_claim,
    )
    return Tokens(Keys(read, settings.jwt_algorithms, settings.jwt_keys_pause), rules)


def secret(setting: SecretStr | None) -> str | None:
    """Return a secret as it is, if there is one."""
    return setting.get_secret_value() if setting else None
