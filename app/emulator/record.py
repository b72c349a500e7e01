"""What the emulator was asked, without keeping a credential."""

import hashlib
from collections import deque
from threading import Lock
from urllib.parse import parse_qsl

from msgspec import Struct
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

ENTRIES_AT_MOST = 10_000


class Recorded(Struct, frozen=True):
    """One request.

    Attributes:
        method: the HTTP method.
        path: decoded.
        query: names and values, decoded, in the order they came in.
        headers: the names, in lower case, in the order they came in.
        scheme: the first word of the ``Authorization`` header, None when there was none.
        authorization: twelve hex digits of the whole header's SHA-256, to tell credentials apart.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[str, ...]
    scheme: str | None
    authorization: str | None


class Record:
    """The requests so far; the oldest are dropped beyond a limit. Safe to read while the emulator runs in another thread."""

    def __init__(self, at_most: int = ENTRIES_AT_MOST) -> None:
        """Keep at most that many requests."""
        self._entries: deque[Recorded] = deque(maxlen=at_most)
        self._total = 0
        self._lock = Lock()

    @property
    def entries(self) -> list[Recorded]:
        """The requests that are kept, oldest first."""
        with self._lock:
            return list(self._entries)

    @property
    def total(self) -> int:
        """How many requests there were since the start or the last ``clear``, those dropped included."""
        return self._total

    def add(self, entry: Recorded) -> None:
        """Keep one more."""
        with self._lock:
            self._entries.append(entry)
            self._total += 1

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._entries.clear()
            self._total = 0


class Recording:
    """ASGI middleware that records every request, the emulator's own administration apart."""

    def __init__(self, app: ASGIApp, record: Record, unrecorded: frozenset[str]) -> None:
        """Record into ``record``, but not the paths ``unrecorded``."""
        self._app = app
        self._record = record
        self._unrecorded = unrecorded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Record, then let the application answer."""
        if scope["type"] == "http" and scope["path"] not in self._unrecorded:
            self._record.add(_recorded(scope))
        await self._app(scope, receive, send)


def _recorded(scope: Scope) -> Recorded:
    headers = Headers(scope=scope)
    authorization = headers.get("authorization")
    return Recorded(
        method=scope["method"],
        path=scope["path"],
        query=tuple(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)),
        headers=tuple(headers.keys()),
        scheme=authorization.partition(" ")[0] if authorization else None,
        authorization=hashlib.sha256(authorization.encode()).hexdigest()[:12] if authorization else None,
    )
