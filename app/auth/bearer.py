"""What callers bring: a token or a key in the ``Authorization`` header."""

from app.errors import Unauthenticated

BEARER = "bearer"
LONGEST = 8192  # characters


def bearer(authorization: str | None) -> str:
    """Take the token out of a header (RFC 6750, section 2.1).

    Raises:
        Unauthenticated: there is none, or it is too long to be one.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != BEARER or not 0 < len(token) <= LONGEST or not token.isascii():
        raise Unauthenticated
    return token.strip(" ")
