"""Every error the gateway answers with, as one tree. The name says what happened; ``code`` is what clients see and may rely on.

GatewayError
├── BadUserInput              BAD_USER_INPUT              an argument or header is wrong: the message names it, never its value
├── Unauthenticated           UNAUTHENTICATED             credentials are missing, wrong or too old
├── AuthenticationUnavailable AUTHENTICATION_UNAVAILABLE  credentials cannot be judged now
├── Forbidden                 FORBIDDEN                   the caller lacks a permission
├── TooManyProfiles           TOO_MANY_PROFILES           more matches than one read may return
├── AccountNotFound           ACCOUNT_NOT_FOUND           the account is unknown
├── RateLimited               RATE_LIMITED                the upstream asks to slow down
├── UpstreamUnavailable       UPSTREAM_UNAVAILABLE        the upstream could not be reached or failed
├── UpstreamTimeout           UPSTREAM_TIMEOUT            the upstream did not answer in time
├── UpstreamInvalidResponse   UPSTREAM_INVALID_RESPONSE   the upstream's answer cannot be read
├── RecordUnavailable         RECORD_UNAVAILABLE          what is read cannot be recorded, and must be
└── StoreUnavailable          STORE_UNAVAILABLE           the store cannot be read

Messages are public. They say what to do next, and never carry a phone number, an e-mail address, a name, a token or a payload.
"""

from typing import ClassVar


class GatewayError(Exception):
    """An error that clients may see as it is. graphql-core copies ``extensions`` into the answer."""

    code: ClassVar[str]
    default_message: ClassVar[str]

    def __init__(self, message: str | None = None, **details: int | str) -> None:
        """Say what happened in public words; ``details`` join the code in ``extensions``."""
        super().__init__(message or self.default_message)
        self.extensions: dict[str, int | str] = {"code": self.code, **details}


class BadUserInput(GatewayError):
    """An argument or header of the request is wrong."""

    code = "BAD_USER_INPUT"
    default_message = "The request was refused as invalid. Check the arguments."


class Unauthenticated(GatewayError):
    """Credentials are missing, wrong or too old."""

    code = "UNAUTHENTICATED"
    default_message = "Credentials are missing, wrong or too old. Send a valid Authorization header."


class AuthenticationUnavailable(GatewayError):
    """Credentials cannot be judged now."""

    code = "AUTHENTICATION_UNAVAILABLE"
    default_message = "Credentials cannot be judged now. Try again later."


class Forbidden(GatewayError):
    """The caller lacks a permission."""

    code = "FORBIDDEN"
    default_message = "The caller has no permission to read this."


class TooManyProfiles(GatewayError):
    """More matches than one read may return; never a cut list."""

    code = "TOO_MANY_PROFILES"
    default_message = "More profiles match than one read returns. Narrow the lookup, for example by type."
    limit: ClassVar[int] = 50

    def __init__(self) -> None:
        """Name the limit in ``extensions``."""
        super().__init__(limit=self.limit)


class AccountNotFound(GatewayError):
    """The account is unknown."""

    code = "ACCOUNT_NOT_FOUND"
    default_message = "The account is unknown. Check accountId, the header X-Account-Id or the configured account."


class RateLimited(GatewayError):
    """The upstream asks to slow down."""

    code = "RATE_LIMITED"
    default_message = "The upstream asks to slow down. Try again later."


class UpstreamUnavailable(GatewayError):
    """The upstream could not be reached, or failed."""

    code = "UPSTREAM_UNAVAILABLE"
    default_message = "The upstream is not available. Try again later."


class UpstreamTimeout(GatewayError):
    """The upstream did not answer in time."""

    code = "UPSTREAM_TIMEOUT"
    default_message = "The upstream did not answer in time. Try again later."


class UpstreamInvalidResponse(GatewayError):
    """The upstream's answer cannot be read."""

    code = "UPSTREAM_INVALID_RESPONSE"
    default_message = "The upstream's answer could not be read."


class RecordUnavailable(GatewayError):
    """What is read cannot be recorded, and must be."""

    code = "RECORD_UNAVAILABLE"
    default_message = "What is read here must be recorded, and that is not possible now. Try again later."


class StoreUnavailable(GatewayError):
    """The store cannot be read."""

    code = "STORE_UNAVAILABLE"
    default_message = "The store of profiles is not available. Try again later."
