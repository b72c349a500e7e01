"""Lines written beside the work: never waited for, never lost in silence.

Lines are made when the answers that they tell of have gone out, several in one go: one by one, between other work, they would take twice as
long. They wait in a bounded queue until a thread has written them. Where the queue is full, a line is counted, and the count is written as
soon as there is room; or, if the record must be complete, the work that the line tells of is refused.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import orjson

from app.errors import RecordUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")
Unmade: TypeAlias = tuple[Callable[[Any], bytes], object]
"""What makes a line, and of what."""
Write: TypeAlias = Callable[[bytes], None]

STDOUT: Final = "stdout"
GATHER_S: Final = 0.25
"""Handing lines over to a thread takes as long as making a hundred of them."""
TOGETHER: Final = 64
"""Lines that are made in one go, at most. What many more hold until then would set the garbage collector to work."""
HELD_AT_MOST: Final = 2**18
"""Bytes that lines which are not made yet may keep in memory: their answers."""
RETRY_S: Final = 1.0
LAST_WORDS_S: Final = 5.0
UTC_Z: Final = orjson.OPT_UTC_Z
"""Times in UTC end in ``Z``."""


class Recorder:
    """Writes lines in the background. Use it inside one running event loop.

    Attributes:
        dropped: lines that were not written, in all.
        written: lines that were.
    """

    def __init__(self, write: Write, capacity: int, *, complete: bool) -> None:
        """Write with ``write``; keep at most ``capacity`` lines waiting; ``complete``: rather refuse than drop."""
        self.dropped = 0
        self.written = 0
        self._write = write
        self._complete = complete
        self._capacity = capacity
        self._unmade: list[Unmade] = []
        self._held = 0
        self._waiting: list[bytes] = []
        self._some = asyncio.Event()
        self._none = asyncio.Event()
        self._none.set()
        self._unsaid = 0
        self._failing = False
        self._writing: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """How many lines wait to be written."""
        return len(self._unmade) + len(self._waiting)

    def check(self) -> None:
        """Return when a line may be left.

        Raises:
            RecordUnavailable: it could not be written, and must be.
        """
        if self._complete and (self._failing or self._is_full()):
            raise RecordUnavailable

    def put(self, make: Callable[[T], bytes], of: T, holding: int = 0) -> None:
        """Leave a line to be made ``of`` something, and written; where there is no room it is counted.

        Until it is made it keeps ``holding`` bytes in memory.
        """
        if self._writing is None:
            self._writing = asyncio.create_task(self._run())
        unmade = self._unmade
        if len(unmade) + len(self._waiting) >= self._capacity:
            self._miss()
            return
        if not unmade:
            self._none.clear()
            self._some.set()
        unmade.append((make, of))
        self._held += holding
        if len(unmade) >= TOGETHER or self._held > HELD_AT_MOST:
            asyncio.get_running_loop().call_soon(self._make)

    def _make(self) -> None:
        unmade, self._unmade, self._held = self._unmade, [], 0
        for make, of in unmade:
            try:
                self._waiting.append(make(of))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is one line of many
                log.error("a line of the access record could not be made: %s", type(error).__name__)  # noqa: TRY400 - the text may hold anything
                self._miss()

    def _miss(self) -> None:
        self.dropped += 1
        self._unsaid += 1

    async def close(self) -> None:
        """Write what is left, for a few seconds at most."""
        if self._writing is None:
            return
        try:
            async with asyncio.timeout(LAST_WORDS_S):
                await self._none.wait()
        except TimeoutError:
            log.error("%d lines of the access record could not be written", self.waiting + self._unsaid)  # noqa: TRY400 - no more to say
        self._writing.cancel()

    def _is_full(self) -> bool:
        return self.waiting >= self._capacity

    async def _run(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(GATHER_S)
            self._some.clear()
            self._make()
            lines, self._waiting = self._waiting, []
            await self._written(lines)
            if not self.waiting:
                self._none.set()

    async def _written(self, lines: Sequence[bytes]) -> None:
        """Write until it succeeds."""
        unsaid, self._unsaid = self._unsaid, 0
        while not await asyncio.to_thread(self._tried, lines, unsaid):  # noqa: ASYNC110 - nobody tells when a disk has room again
            await asyncio.sleep(RETRY_S)
        self.written += len(lines)

    def _tried(self, lines: Sequence[bytes], unsaid: int) -> bool:
        try:
            self._write(text(lines, unsaid))
        except OSError as error:
            if not self._failing:
                log.error("the access record cannot be written: %s", type(error).__name__)  # noqa: TRY400 - the text names a path
            self._failing = True
        else:
            self._failing = False
        return not self._failing


def text(lines: Sequence[bytes], unsaid: int) -> bytes:
    """Put the lines together, after one that says how many are missing."""
    missing = [orjson.dumps({"time": datetime.now(UTC), "dropped": unsaid}, option=UTC_Z)] if unsaid else []
    return b"\n".join([*missing, *lines, b""])


def opened(place: str) -> Write:
    """Return what writes to standard output, or appends to a file that its owner alone may read.

    The file is opened for each writing, so that it may be moved away at any time.
    """
    return to_stdout if place == STDOUT else to_file(Path(place))


def check_place(place: str) -> None:
    """Return when it can be written there.

    Raises:
        ValueError: it cannot.
    """
    try:
        opened(place)(b"")
    except OSError as error:
        raise ValueError(f"PROFILES_ACCESS_RECORD: the file cannot be written ({type(error).__name__})") from None


def to_stdout(text: bytes) -> None:
    """Write to standard output."""
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def to_file(path: Path) -> Write:
    """Make what appends to a file."""

    def write(text: bytes) -> None:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            file.write(text)

    return write
