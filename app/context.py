"""What one request carries down to the resolvers."""

from dataclasses import dataclass

from app.errors import BadUserInput
from app.loaders import Loaders


@dataclass(frozen=True, slots=True)
class Context:
    """Made anew for each request; nothing in it outlives the request.

    Attributes:
        request_id: stands in the log and in the answer's header ``X-Request-Id``.
        account_id: the account of the header ``X-Account-Id``, else the configured one, else None.
        loaders: the request's loaders.
    """

    request_id: str
    account_id: str | None
    loaders: Loaders

    def account(self, argument: str | None) -> str:
        """Return the account to read from: the argument ``accountId``, else the request's.

        Raises:
            BadUserInput: there is none; the message says how to give one.
        """
        account = (argument or "").strip() or self.account_id
        if not account:
            raise BadUserInput(
                "No account is given. Pass the argument accountId or the header X-Account-Id, or configure PROFILES_ACCOUNT_ID.",
                argument="accountId",
            )
        return account
