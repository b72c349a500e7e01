"""From settings to the scheme for tokens, and to its keys."""

from pathlib import Path

from app.auth.jwks import Keys, KeysUnreadable, usable
from app.auth.jwks_reading import from_file, from_url, is_url
from app.auth.tokens import TokenRules, Tokens
from app.settings import Settings


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


def check_keys(settings: Settings) -> None:
    """Return when the keys can be used, if they are a file's.

    Raises:
        ValueError: they cannot, saying why.
    """
    if not settings.jwt_keys or is_url(settings.jwt_keys):
        return
    try:
        usable(Path(settings.jwt_keys).read_bytes(), settings.jwt_algorithms)
    except (OSError, KeysUnreadable) as error:
        raise ValueError(f"PROFILES_JWT_KEYS: the file cannot be used ({type(error).__name__})") from None
