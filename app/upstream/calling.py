"""One call and, where that may help, further ones: its turn, the breaker, the credential, the exchange, the log."""

import asyncio
import hashlib
import logging
import time
from http import HTTPStatus
from typing import TypeAlias

from msgspec import Struct

from app.errors import GatewayError
from app.telemetry import Attributes, Kind, Tracer
from app.upstream.breaker import Breaker, State
from app.upstream.counters import Counters
from app.upstream.credentials import Credentials
from app.upstream.deadline import Deadline
from app.upstream.exchange import Headers, Http, Reply
from app.upstream.failures import OUT_OF_TIME, Failure, failure_of_error
from app.upstream.limits import Limits
from app.upstream.retries import Budget, wait_before_retry
from app.upstream.statuses import failure_of_status
from app.upstream.turns import Turns

log = logging.getLogger(__name__)

NO_STATUS = 0
_BROKEN = HTTPStatus.INTERNAL_SERVER_ERROR

Outcome: TypeAlias = bytes | Failure


class Target(Struct, frozen=True):
    """What is called, and for whom.

    Attributes:
        path: the template of the address, without a value of anybody.
        authorization: the caller's own header.
    """

    url: str
    path: str
    account_id: str
    authorization: str | None

    def __repr__(self) -> str:
        """Never show the address or the credential."""
        return "Target(…)"


class Calling:
    """Calls one host."""

    def __init__(self, http: Http, credentials: Credentials, limits: Limits, tracer: Tracer | None) -> None:
        """Call over ``http``."""
        self._http = http
        self._tracer = tracer
        self._credentials = credentials
        self._attempts = limits.attempts
        self._patience = limits.patience
        self._budget = Budget()
        self.breaker = Breaker(limits)
        self.turns = Turns(limits.at_once, limits.waiting)
        self.counters = Counters()

    async def read(self, target: Target, deadline: Deadline) -> Outcome:
        """Return the body of an answer, or why there is none. Attempts end, at the latest, at the deadline."""
        outcome: Outcome = OUT_OF_TIME
        try:
            with deadline:
                attempt = 1
                while isinstance(outcome := await self._attempted(target, attempt, deadline), Failure):
                    wait = self._wait(outcome, attempt, deadline)
                    if wait is None:
                        break
                    await asyncio.sleep(wait)
                    attempt += 1
        except TimeoutError:
            return OUT_OF_TIME
        return outcome

    async def reach(self, url: str, deadline: Deadline) -> Failure | None:
        """Find out whether the host answers, with any status but one of its own failure, and without a credential."""
        try:
            with deadline:
                reply = await self._guarded(Target(url, "/", "", None), None, 1, deadline)
        except TimeoutError:
            return OUT_OF_TIME
        except GatewayError as error:
            return failure_of_error(error)
        outcome = outcome_of(reply)
        return outcome if isinstance(outcome, Failure) and outcome.broken else None

    def _wait(self, failure: Failure, attempt: int, deadline: Deadline) -> float | None:
        """Return the seconds until the next attempt; None when there is none."""
        if not failure.passing or attempt >= self._attempts or self.breaker.state is State.OPEN:
            return None
        wait = wait_before_retry(failure, attempt)
        if wait >= deadline.remaining or not self._budget.spend():
            return None
        self.counters.retries += 1
        return wait

    async def _attempted(self, target: Target, attempt: int, deadline: Deadline) -> Outcome:
        try:
            self.breaker.refuse_if_open()  # before a turn is waited for
            await self.turns.begin(target.authorization)
            try:
                return await self._authorized(target, attempt, deadline)
            finally:
                self.turns.end()
        except GatewayError as error:
            return failure_of_error(error)

    async def _authorized(self, target: Target, attempt: int, deadline: Deadline) -> Outcome:
        """Call, and once more with a new credential where the first one was refused and another can be had."""
        for again in (False, True):
            header = await self._credentials.header(target.account_id, target.authorization)
            if isinstance(header, Failure):
                return header
            reply = await self._guarded(target, header, attempt, deadline)
            if isinstance(reply, Failure) or reply.status != HTTPStatus.UNAUTHORIZED:
                break
            refusal = self._credentials.refused(target.account_id, header, reply.headers, again=again)
            if refusal is not None:
                return refusal
        return outcome_of(reply)

    async def _guarded(self, target: Target, header: str | None, attempt: int, deadline: Deadline) -> Reply | Failure:
        began = time.monotonic()
        with self.breaker.call() as call:
            if attempt == 1:
                self._budget.earn()
            try:
                headers = [] if header is None else [("Authorization", header)]
                if self._tracer is None:
                    reply = await self._http.get(target.url, headers)
                else:
                    reply = await self._traced(self._tracer, target, headers, attempt)
            except asyncio.CancelledError:
                if deadline.passed:
                    call.failed = True if time.monotonic() - began >= self._patience else None
                    self._note(target, attempt, NO_STATUS, began, failed=True)
                raise
            status, failed = (NO_STATUS, reply.broken) if isinstance(reply, Failure) else (reply.status, reply.status >= _BROKEN)
            call.failed = failed
        self._note(target, attempt, status, began, failed=failed)
        return reply

    async def _traced(self, tracer: Tracer, target: Target, headers: Headers, attempt: int) -> Reply | Failure:
        """Exchange in a span of its own, with which the upstream may go on."""
        known: Attributes = {
            "http.request.method": "GET",
            "url.template": target.path,
            "profiles.upstream.attempt": attempt,
            "profiles.account": account_hash(target.account_id),
        }
        with tracer.span(f"GET {target.path}", Kind.CALL, known) as span:
            reply = await self._http.get(target.url, headers + span.headers())
            if isinstance(reply, Failure):
                span.fail(reply.error().code)
            else:
                span.note({"http.response.status_code": reply.status})
                if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    span.fail(str(reply.status))
        return reply

    def _note(self, target: Target, attempt: int, status: int, began: float, *, failed: bool) -> None:
        """Count a call and log it: nothing of what was asked but a hash of the account."""
        seconds = time.monotonic() - began
        self.counters.calls += 1
        self.counters.statuses[status] += 1
        self.counters.seconds += seconds
        level = logging.WARNING if failed else logging.DEBUG
        if log.isEnabledFor(level):
            fields = {"status": status, "seconds": round(seconds, 4), "attempt": attempt, "account": account_hash(target.account_id)}
            log.log(
                level, "upstream call: status %(status)s, %(seconds)s s, attempt %(attempt)s, account %(account)s", fields, extra=fields
            )


def outcome_of(reply: Reply | Failure) -> Outcome:
    """Return the body of an answer, or what it means that there is none."""
    if isinstance(reply, Failure):
        return reply
    if reply.status == HTTPStatus.OK:
        return reply.body
    return failure_of_status(reply.status, reply.headers, reply.body)


def account_hash(account_id: str) -> str:
    """Tell accounts apart in a log without naming them."""
    return hashlib.sha256(account_id.encode(errors="replace")).hexdigest()[:12]
