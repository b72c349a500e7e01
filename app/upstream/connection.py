"""One connection to the upstream: a request goes out, and httptools reads its answer as it comes in.

Without a stream in between: nothing is read before the answer is whole, and a small one is whole with its first piece. A library's client
spends five times as long on such a read (``tests/upstream/cost.py``).
"""

import asyncio
from http import HTTPStatus
from typing import Final, cast

import httptools

from app.errors import UpstreamInvalidResponse
from app.upstream.exceptions import NothingHeard
from app.upstream.exchange import Reply
from app.upstream.limits import Limits

FRAME_LIMIT: Final = 65_536
"""Bytes of an answer beside its body: of its head, of preliminary answers before it, of trailers."""
_OF_CHUNKS: Final = 8
"""Further ones for each byte of the body: a chunk of a single byte has five around it."""
ERROR_LIMIT: Final = 65_536
"""Bytes of an error's body that are looked at: it is only read to tell the two meanings of 403 apart."""


class Connection(asyncio.Protocol):
    """Makes one exchange at a time.

    Attributes:
        reusable: whether another one may follow. Bytes that nobody asked for end a connection: they would be taken for the answer to the
            next request, which may be another caller's.
    """

    _transport: asyncio.Transport
    _parser: httptools.HttpResponseParser

    def __init__(self, limits: Limits) -> None:
        """Wait for answers as long, and take as much of them, as the limits say."""
        self.reusable = True
        self._loop = asyncio.get_running_loop()
        self._silence = limits.silence
        self._idle = limits.idle
        self._limit = limits.answer
        self._outcome: asyncio.Future[Reply] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heard = self._loop.time()
        self._headers: dict[str, str] = {}
        self._pieces: list[bytes] = []
        self._room = 0

    async def exchange(self, message: bytes) -> Reply:
        """Send a request, and return its answer. The body may be larger than the limit, and is cut then.

        Raises:
            UpstreamInvalidResponse: it is not HTTP, or what is around its body does not end.
            TimeoutError: it fell silent.
            NothingHeard: the connection ended before the answer began.
            OSError: it ended too early.
        """
        if not self.reusable:
            raise NothingHeard
        outcome: asyncio.Future[Reply] = self._loop.create_future()
        self._outcome = outcome
        self._frame, self._in_body = FRAME_LIMIT, False
        self._be_patient()
        self._transport.write(message)
        try:
            return await outcome
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the connection, and an exchange with it."""
        self.reusable = False
        self._transport.abort()

    # What asyncio tells.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's says so in nothing but what it does
        self._parser = httptools.HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(  # what servers do wrong, and other clients bear
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )

    def data_received(self, data: bytes) -> None:
        """Read a piece of an answer."""
        if self._outcome is None:
            self.close()
            return
        self._heard = self._loop.time()
        self._frame -= len(data)
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._fail(UpstreamInvalidResponse())
        if self._frame < 0:
            self._fail(UpstreamInvalidResponse())

    def connection_lost(self, error: Exception | None) -> None:
        """End the exchange, unless the end is what its answer waited for."""
        self.reusable = False
        if self._timer is not None:
            self._timer.cancel()
        if self._outcome is None:
            return
        if self._in_body and error is None and not self._headers.keys() & {"content-length", "transfer-encoding"}:
            self._finish()
        elif self._frame == FRAME_LIMIT:
            self._fail(NothingHeard())
        else:
            self._fail(error or ConnectionResetError())

    # What the parser tells.

    def on_message_begin(self) -> None:
        """Begin a head; close where this is a second answer."""
        self._headers = {}
        if self._outcome is None:
            self.close()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header, to which one with the same name is added. What follows a body is no part of the head: RFC 9110, section 6.5."""
        if self._in_body:
            return
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self._headers[key] = f"{self._headers[key]}, {text}" if key in self._headers else text

    def on_headers_complete(self) -> None:
        """Make room for the body. A preliminary answer has none, and another one follows."""
        status = self._parser.get_status_code()
        self._in_body = status >= HTTPStatus.OK or status == HTTPStatus.SWITCHING_PROTOCOLS
        self._room = self._limit if status == HTTPStatus.OK else ERROR_LIMIT

    def on_body(self, piece: bytes) -> None:
        """Take a piece of the body. What exceeds the limit is enough to know that."""
        self._pieces.append(piece)
        self._room -= len(piece)
        self._frame += len(piece) * _OF_CHUNKS
        if self._room < 0:
            self._finish()
            self.close()

    def on_message_complete(self) -> None:
        """Give the answer, unless it is a preliminary one."""
        if self._in_body:
            self._finish()
            if not self._parser.should_keep_alive():
                self.close()

    def _finish(self) -> None:
        outcome, self._outcome = self._outcome, None
        if outcome is not None and not outcome.done():
            outcome.set_result(Reply(self._parser.get_status_code(), self._headers, b"".join(self._pieces)))
        self._pieces = []

    def _fail(self, error: Exception) -> None:
        outcome, self._outcome = self._outcome, None
        if outcome is not None and not outcome.done():
            outcome.set_exception(error)
        self.close()

    def _be_patient(self) -> None:
        """Look after a silence whether the answer comes. A timer that runs already is left alone where it ends soon enough."""
        self._heard = self._loop.time()
        soon = self._heard + self._silence
        if self._timer is None or self._timer.when() > soon:
            self._look_at(soon)

    def _look_at(self, when: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(when, self._look)

    def _look(self) -> None:
        """End what has been silent for too long."""
        until = self._heard + (self._idle if self._outcome is None else self._silence)
        if until > self._loop.time():
            self._look_at(until)
        elif self._outcome is None:
            self.close()
        else:
            self._fail(TimeoutError())
