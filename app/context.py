"""What one request carries down to the resolvers."""

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from app.auth.principal import Principal
from app.errors import BadUserInput
from app.large import Turn
from app.loaders import Loaders
from app.model import Profile
from app.seen import Seen
from app.source.protocol import Lookup
from app.telemetry import Span


class Spent(Struct):
    """What the operations of one request were estimated to cost so far; those of a batch share its limits."""

    reads: int = 0
    cost: int = 0


class Client(Struct, frozen=True):
    """Which program is calling, as it calls itself."""

    name: str | None = None
    version: str | None = None


class Context(Struct, frozen=True):
    """Made anew for each request; nothing in it outlives the request.

    Attributes:
        request_id: stands in the log and in the answer's header ``X-Request-Id``.
        account_id: the account of the header ``X-Account-Id``, else the configured one, else None.
        loaders: the request's loaders.
        wants_cost: whether the answer says what it cost.
        spent: what the request was estimated to cost so far.
        wants_trace: whether a router asks when each field began and ended.
        takes_parts: whether the answer may come in several parts.
        in_parts: whether it does.
        client: which program is calling.
        seen: whose profiles the operation returned so far.
        from_router: whether it comes from a router that may use ``_entities`` and ``_service``; from anybody, where none is configured.
        span: the request's, or in a batch the operation's, where requests are traced.
        turn: of an operation whose answer is large.
        wants_explanation: whether the answer says which way it came, and by which plan.
    """

    request_id: str
    account_id: str | None
    loaders: Loaders
    wants_cost: bool = False
    spent: Spent = field(default_factory=Spent)
    wants_trace: bool = False
    takes_parts: bool = False
    in_parts: bool = False
    client: Client = Client()
    seen: Seen = field(default_factory=Seen)
    from_router: bool = True
    span: Span | None = None
    turn: Turn | None = None
    wants_explanation: bool = False

    @property
    def principal(self) -> Principal:
        """Who is calling."""
        return self.loaders.principal

    async def profiles(self, lookup: Lookup) -> Iterable[Profile]:
        """Return the profiles that a lookup finds, and note that they were seen.

        Raises:
            GatewayError: as ``Loaders.profiles``.
        """
        found = await self.loaders.profiles(lookup)
        if self.turn:
            await self.turn.take()
        if self.in_parts:
            return self._one_by_one(lookup, found)
        self.seen.add(lookup, [profile.profile_id for profile in found])
        return found

    def _one_by_one(self, lookup: Lookup, found: Iterable[Profile]) -> Iterator[Profile]:
        """Note each as it is taken: whoever leaves a streamed list does not see its end."""
        for profile in found:
            self.seen.add(lookup, (profile.profile_id,))
            yield profile

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
