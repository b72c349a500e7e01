"""The upstream as the source sees it: a read goes in, the bytes of an answer come out, or an error of ours."""

import asyncio
from collections.abc import Hashable
from functools import partial

from msgspec import Struct

from app.errors import AccountNotFound, UpstreamTimeout
from app.model import View
from app.telemetry import Tracer
from app.upstream.breaker import Breaker
from app.upstream.cache import Body, Cache
from app.upstream.calling import Calling, Target
from app.upstream.counters import Counters
from app.upstream.credentials import Credentials
from app.upstream.deadline import Deadline
from app.upstream.exchange import Http
from app.upstream.failures import Failure
from app.upstream.limits import Limits
from app.upstream.sharing import InFlight
from app.upstream.turns import Turns

_UNKNOWN_ACCOUNTS_AT_MOST = 1000


class Read(Struct, frozen=True):
    """One read of the upstream.

    Attributes:
        account_id: the account.
        url: relative to the upstream's base.
        asked: everything that is asked for apart from the view; reads that are equal in it may share an answer.
        view: what the answer must show.
        is_list: whether a 404 can only mean that the account is unknown.
        path: the template of the url, for traces.
    """

    account_id: str
    url: str
    asked: Hashable
    view: View
    is_list: bool
    path: str = ""

    def __repr__(self) -> str:
        """Never show who is asked for."""
        return f"Read({self.path!r}, …)"


class Upstream:
    """Reads from one upstream. Safe to share between requests; it belongs to the event loop that first reads."""

    def __init__(self, base_url: str, http: Http, credentials: Credentials, limits: Limits, tracer: Tracer | None = None) -> None:
        """Read below ``base_url`` over ``http``, which is closed with the upstream; with a tracer each call is a span."""
        self._base = base_url.rstrip("/")
        self._http = http
        self._credentials = credentials
        self._limits = limits
        self._calling = Calling(http, self._credentials, self._limits, tracer)
        self._in_flight: InFlight[Body | Failure] = InFlight()
        self._cache: Cache[Body] = Cache(self._limits.cache_seconds, self._limits.cache_size, lambda body: len(body.content))
        self._unknown: Cache[bool] = Cache(self._limits.unknown_account, _UNKNOWN_ACCOUNTS_AT_MOST, lambda _: 1)

    @property
    def counters(self) -> Counters:
        """What was asked so far."""
        return self._calling.counters

    @property
    def joined(self) -> int:
        """How many reads joined another one that ran already."""
        return self._in_flight.joined

    @property
    def breaker(self) -> Breaker:
        """Whether the upstream is given a pause, and how often it was."""
        return self._calling.breaker

    @property
    def turns(self) -> Turns:
        """How many reads wait, and how many could not."""
        return self._calling.turns

    async def read(self, read: Read, authorization: str | None = None, deadline: float | None = None) -> Body:
        """Return the bytes of an answer that shows as much as the read asks for, or more.

        Args:
            read: what to read.
            authorization: the caller's own header.
            deadline: when the answer must be there, on the event loop's clock; by default the limits say.

        Raises:
            GatewayError: there is no answer.
        """
        self.counters.reads += 1
        identity = self._credentials.identity(authorization)
        if self._unknown.get((identity, read.account_id)):
            raise AccountNotFound
        kept = None if read.view.current else self._cache.get((identity, read.asked))
        if kept is not None and kept.view | read.view == kept.view:
            self.counters.cached += 1
            return kept
        return await self._shared(read, identity, authorization, deadline)

    async def ready(self) -> None:
        """Return when the upstream's base answers, with any status but one of its own failure: no read is known that needs no account.

        Raises:
            GatewayError: it does not, or failed so often that it is given a pause.
        """
        failure = await self._calling.reach(f"{self._base}/", Deadline(asyncio.get_running_loop().time() + self._limits.deadline))
        if failure is not None:
            raise failure.error()

    async def close(self) -> None:
        """End what is being read, and close the connections."""
        await self._in_flight.close()
        await self._http.close()

    async def _shared(self, read: Read, identity: bytes, authorization: str | None, deadline: float | None) -> Body:
        now = asyncio.get_running_loop().time()
        until = now + self._limits.deadline if deadline is None else deadline
        if until <= now:
            raise UpstreamTimeout
        try:
            call = partial(self._called, read, identity, authorization)
            outcome = await self._in_flight.share((identity, read.asked), read.view, until, call)
        except TimeoutError:
            raise UpstreamTimeout from None
        if isinstance(outcome, Failure):
            raise outcome.error()
        return outcome

    async def _called(self, read: Read, identity: bytes, authorization: str | None, deadline: Deadline) -> Body | Failure:
        target = Target(f"{self._base}/{read.url}", read.path, read.account_id, authorization)
        outcome = await self._calling.read(target, deadline)
        if isinstance(outcome, Failure):
            if read.is_list and outcome.error is AccountNotFound:
                self._unknown.put((identity, read.account_id), value=True)
            return outcome
        body = Body(outcome, read.view)
        self._cache.put((identity, read.asked), body)
        return body
