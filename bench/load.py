"""The load: so many connections, each of which sends the next request as soon as it has its answer.

Neither wrk nor an HTTP client: wrk would have to be installed, and an HTTP client of Python costs more than most servers here. This
protocol looks for the end of an answer and for the status 200, and for nothing else (see README.md for what it can do at most).
"""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from time import perf_counter
from typing import NamedTuple, cast

OK = b"HTTP/1.1 200"
END_OF_HEAD = b"\r\n\r\n"
END_OF_CHUNKS = b"0\r\n\r\n"
LENGTH = b"content-length:"


class Load(NamedTuple):
    """What to send, how often at once, and for how long.

    Attributes:
        port: of the server, on loopback.
        requests: whole requests as bytes, sent in turn.
        connections: requests at once.
        seconds: after this, no further request is sent; those under way are waited for.
    """

    port: int
    requests: Sequence[bytes]
    connections: int
    seconds: float


class Measured(NamedTuple):
    """What came of it: seconds from the first request to the last answer, and seconds for each answer."""

    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def latency(self, share: float) -> float:
        """Return the seconds within which this share of all answers came."""
        return sorted(self.latencies)[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


class Refused(Exception):
    """A server answered otherwise than it should."""


class Asking(asyncio.Protocol):
    """One connection."""

    def __init__(self, load: Load, first: int, done: "asyncio.Future[list[float]]") -> None:
        """Begin with the request of this index; ``done`` gets the latencies."""
        self._load = load
        self._turn = count(first)
        self._done = done
        self._latencies: list[float] = []
        self._head = b""
        self._left: int | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast("asyncio.Transport", transport)
        self._until = perf_counter() + self._load.seconds
        self._ask()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Say so if that was too early."""
        if not self._done.done():
            self._done.set_exception(Refused("The connection was closed before its time."))

    def _ask(self) -> None:
        self._head, self._left = b"", None
        self._asked = perf_counter()
        self._transport.write(self._load.requests[next(self._turn) % len(self._load.requests)])

    def data_received(self, data: bytes) -> None:
        """Count what comes until the answer is whole; chunked ones are by how they end."""
        if self._left is None:
            self._head += data
            if END_OF_HEAD not in self._head:
                return
            head, data = self._head.split(END_OF_HEAD, 1)
            self._left = length(head)
        if self._left >= 0:
            self._left -= len(data)
            whole = self._left <= 0
        else:
            whole = data.endswith(END_OF_CHUNKS)
        if whole:
            self._answered()

    def _answered(self) -> None:
        now = perf_counter()
        self._latencies.append(now - self._asked)
        if not self._head.startswith(OK):
            self._done.set_exception(Refused(self._head.split(b"\r\n", 1)[0].decode()))
        elif now < self._until:
            self._ask()
            return
        else:
            self._done.set_result(self._latencies)
        self._transport.close()


def length(head: bytes) -> int:
    """Return the length of the body; -1 when it comes in chunks."""
    lower = head.lower()
    start = lower.find(LENGTH)
    return -1 if start < 0 else int(lower[start + len(LENGTH) :].split(b"\r\n", 1)[0])


async def measured(load: Load) -> Measured:
    """Put the load on.

    Raises:
        Refused: when an answer is no 200.
    """
    loop = asyncio.get_running_loop()
    endings: list[asyncio.Future[list[float]]] = [loop.create_future() for _ in range(load.connections)]
    started = perf_counter()
    for first, ending in enumerate(endings):
        await loop.create_connection(partial(Asking, load, first, ending), "127.0.0.1", load.port)
    latencies = await asyncio.gather(*endings)
    return Measured(perf_counter() - started, [latency for of_one in latencies for latency in of_one])


def post(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    """Write a request."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body
