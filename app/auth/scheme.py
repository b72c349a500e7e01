"""What every scheme of authentication promises."""

from typing import Protocol

from app.auth.principal import Principal


class Scheme(Protocol):
    """Tells who sends a request. Safe to share between requests.

    Attributes:
        hands_on: whether the caller's ``Authorization`` header is meant for the upstream too.
    """

    hands_on: bool

    async def principal(self, authorization: str | None) -> Principal:
        """Judge the ``Authorization`` header of a request.

        Raises:
            Unauthenticated: it is missing, or nothing that is accepted. The message does not say which part was wrong.
            GatewayError: it cannot be judged now.
        """
        ...

    async def close(self) -> None:
        """Give back what the scheme holds open."""
        ...
