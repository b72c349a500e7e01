"""Whether a request comes from the federated router that is trusted: it brings a secret in a header."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Final

from pydantic import SecretStr

HEADER: Final = "X-Router-Secret"
_NAME: Final = HEADER.lower()


def from_router(headers: Mapping[str, str], expected: SecretStr | None) -> bool:
    """Compare in constant time, so that the answer's delay tells nothing of the secret; where none is configured, anybody is trusted."""
    if expected is None:
        return True
    return compare_digest(headers.get(_NAME, "").encode(), expected.get_secret_value().encode())
