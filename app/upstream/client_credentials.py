"""OAuth 2.0 client credentials (RFC 6749, section 4.4): the gateway's own token, one for each account.

Written here because Authlib does not encode id and secret for Basic (section 2.3.1), brings its own HTTP client, and needs cryptography.
"""

import asyncio
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote_plus

import msgspec
from msgspec import Meta, Struct

from app.errors import GatewayError, UpstreamUnavailable
from app.model import View
from app.upstream.breaker import Breaker, Call
from app.upstream.cache import Cache
from app.upstream.deadline import Deadline
from app.upstream.exchange import Headers, Http, Reply
from app.upstream.failures import OUT_OF_TIME, Failure, failure_of_error
from app.upstream.limits import Limits
from app.upstream.sharing import InFlight
from app.upstream.statuses import failure_of_status

ACCOUNT = "{accountId}"
"""Stands in the scope for the account that is read."""
REFUSED = (
    "The upstream refuses the gateway's own credentials. Whoever runs the gateway has to check PROFILES_UPSTREAM_CLIENT_ID, its secret and "
    "PROFILES_UPSTREAM_SCOPE."
)
REFUSAL = Failure(partial(UpstreamUnavailable, REFUSED))
UNREADABLE = "The token endpoint's answer cannot be read. Whoever runs the gateway has to check PROFILES_UPSTREAM_TOKEN_URL."
REMEMBERED_S = 5.0
"""So long a refusal is not asked about again: credentials that are wrong would else cost the token endpoint a request for each read."""

_TOKENS_AT_MOST = 1000
_RENEWED_EARLY = 0.1
_RENEWED_EARLY_AT_MOST_S = 60.0
_LIFETIME_S = 300.0


class TokenAnswer(Struct, frozen=True):
    """What is read of a token endpoint's answer."""

    access_token: Annotated[str, Meta(pattern=r"^[!-~]+$")]
    expires_in: Annotated[float, Meta(gt=0)] | None = None

    def __repr__(self) -> str:
        """Never show the token."""
        return "TokenAnswer(access_token=…)"


class Token(Struct, frozen=True):
    """A token and until when it is used, on this process's clock."""

    header: str
    until: float

    def __repr__(self) -> str:
        """Never show the token."""
        return "Token(header=…)"


class Client(Struct, frozen=True):
    """Who asks for a token, and how."""

    token_url: str
    client_id: str
    secret: str
    scope: str
    authentication: Literal["basic", "body"] = "basic"

    def __repr__(self) -> str:
        """Never show the secret."""
        return f"Client(client_id={self.client_id!r}, secret=…)"

    def form(self, account_id: str) -> dict[str, str]:
        """Make the form of the token request."""
        form = {"grant_type": "client_credentials", "scope": self.scope.replace(ACCOUNT, account_id)}
        return form if self.authentication == "basic" else form | {"client_id": self.client_id, "client_secret": self.secret}

    def headers(self) -> Headers:
        """Make its headers."""
        if self.authentication == "body":
            return []
        pair = f"{quote_plus(self.client_id)}:{quote_plus(self.secret)}"
        return [("Authorization", f"Basic {b64encode(pair.encode()).decode()}")]


class ClientCredentials:
    """Fetches a token once for all who need it, and anew shortly before it ends or when the upstream refuses it."""

    def __init__(self, http: Http, client: Client, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Ask over ``http``; ``now`` is the clock, in seconds."""
        self._http = http
        self._client = client
        self._now = now
        self._tokens: Cache[Token] = Cache(float("inf"), _TOKENS_AT_MOST, lambda _: 1, now)
        self._refused: Cache[bool] = Cache(REMEMBERED_S, _TOKENS_AT_MOST, lambda _: 1, now)
        self._renewed: Cache[bool] = Cache(REMEMBERED_S, _TOKENS_AT_MOST, lambda _: 1, now)
        self._asking: InFlight[Token | Failure] = InFlight()
        self._breaker = Breaker(limits, now)
        self._limits = limits

    def identity(self, authorization: str | None) -> bytes:  # noqa: ARG002
        """All callers read with the same credential."""
        return b"client credentials"

    async def header(self, account_id: str, authorization: str | None) -> str | Failure | None:  # noqa: ARG002
        """Return a token that is good for a while."""
        token = self._tokens.get(account_id)
        if token is not None and token.until > self._now():
            return token.header
        if self._refused.get(account_id):
            return REFUSAL
        until = asyncio.get_running_loop().time() + self._limits.deadline
        fetched = await self._asking.share(account_id, View(), until, partial(self._fetched, account_id))
        return fetched if isinstance(fetched, Failure) else fetched.header

    def refused(self, account_id: str, header: str | None, headers: Mapping[str, str], *, again: bool) -> Failure | None:  # noqa: ARG002
        """Ask for a new token once, and not again within seconds; another call may have got one already."""
        token = self._tokens.get(account_id)
        current = token is not None and token.header == header
        if again or (current and self._renewed.get(account_id)):
            return REFUSAL
        if current:
            self._tokens.drop(account_id)
            self._renewed.put(account_id, value=True)
        return None

    async def _fetched(self, account_id: str, deadline: Deadline) -> Token | Failure:
        try:
            with deadline:
                return await self._fetch(account_id)
        except TimeoutError:
            return OUT_OF_TIME

    async def _fetch(self, account_id: str) -> Token | Failure:
        asked_at = self._now()
        try:
            with self._breaker.call() as call:
                outcome = await self._judged(account_id, call)
        except GatewayError as error:
            return failure_of_error(error)
        if outcome is REFUSAL:
            self._refused.put(account_id, value=True)
        return outcome if isinstance(outcome, Failure) else self._kept(account_id, outcome, asked_at)

    async def _judged(self, account_id: str, call: Call) -> TokenAnswer | Failure:
        began = self._now()
        try:
            outcome = await self._exchange(account_id)
        except asyncio.CancelledError:
            call.failed = self._now() - began >= self._limits.patience or None  # none of those who waited had longer
            raise
        call.failed = isinstance(outcome, Failure) and outcome.broken
        return outcome

    async def _exchange(self, account_id: str) -> TokenAnswer | Failure:
        reply = await self._http.post(self._client.token_url, self._client.form(account_id), self._client.headers())
        return reply if isinstance(reply, Failure) else answered(reply)

    def _kept(self, account_id: str, answer: TokenAnswer, asked_at: float) -> Token:
        lifetime = _LIFETIME_S if answer.expires_in is None else answer.expires_in
        early = min(lifetime * _RENEWED_EARLY, _RENEWED_EARLY_AT_MOST_S)
        token = Token(f"Bearer {answer.access_token}", asked_at + lifetime - early)
        self._tokens.put(account_id, token)
        return token


def answered(reply: Reply) -> TokenAnswer | Failure:
    """Read what the token endpoint answered."""
    if reply.status == HTTPStatus.OK:
        try:
            return msgspec.json.decode(reply.body, type=TokenAnswer)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return Failure(partial(UpstreamUnavailable, UNREADABLE))
    failure = failure_of_status(reply.status, reply.headers, b"")
    return failure if failure.broken or failure.passing else REFUSAL
