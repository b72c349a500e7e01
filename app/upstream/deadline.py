"""One point in time that everything done for an answer shares."""

import asyncio
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the block that it is used around. It can be put off: a second caller may wait longer for the same answer."""

    def __init__(self, at: float) -> None:
        """End at this time of the running event loop's clock."""
        self.at = at
        self._timeout: asyncio.Timeout | None = None

    @property
    def passed(self) -> bool:
        """Whether the block was cut."""
        return self._timeout is not None and self._timeout.expired()

    @property
    def remaining(self) -> float:
        """Seconds that are left."""
        return self.at - asyncio.get_running_loop().time()

    def put_off(self, at: float) -> None:
        """End later, if ``at`` is later."""
        if at > self.at:
            self.at = at
            if self._timeout is not None:
                self._timeout.reschedule(at)

    async def __aenter__(self) -> Self:
        """Begin the block."""
        self._timeout = asyncio.timeout_at(self.at)
        await self._timeout.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        """End the block; ``TimeoutError`` when it was cut."""
        assert self._timeout is not None, "a block ends after it began"
        await self._timeout.__aexit__(kind, error, where)
