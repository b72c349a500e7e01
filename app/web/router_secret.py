"""Whether a request comes from the federated router that is trusted: it brings a secret in a header."""

from hmac import compare_digest

from pydantic import SecretStr
from starlette.requests import Request

HEADER = "X-Router-Secret"


def from_router(request: Request, expected: SecretStr | None) -> bool:
    """Compare in constant time, so that the answer's delay tells nothing of the secret; where none is configured, anybody is trusted."""
    if expected is None:
        return True
    return compare_digest(request.headers.get(HEADER, "").encode(), expected.get_secret_value().encode())
