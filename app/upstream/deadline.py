"""One point in time that everything done for an answer shares."""

import asyncio
from types import TracebackType
from typing import Self


class Deadline:
    """Cuts the block that it is used around. It can be put off: a second caller may wait longer for the same answer.

    It does what ``asyncio.timeout`` does, in a third of the time.

    Attributes:
        passed: whether the block was cut.
    """

    def __init__(self, at: float) -> None:
        """End at this time of the running event loop's clock."""
        self.at = at
        self.passed = False
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._cancelled_before = 0

    @property
    def remaining(self) -> float:
        """Seconds that are left."""
        return self.at - asyncio.get_running_loop().time()

    def put_off(self, at: float) -> None:
        """End later, if ``at`` is later."""
        if at > self.at:
            self.at = at
            if self._timer is not None and not self.passed:
                self._timer.cancel()
                self._timer = asyncio.get_running_loop().call_at(at, self.cut)

    def lift(self) -> None:
        """Let the block go on for as long as it takes."""
        if self._timer is not None:
            self._timer.cancel()

    def cut(self) -> None:
        """Cut the block now."""
        assert self._task is not None, "nothing is cut before it begins"
        if not self.passed:
            self.passed = True
            self._task.cancel()

    def __enter__(self) -> Self:
        """Begin the block, within a task."""
        self._task = asyncio.current_task()
        assert self._task is not None, "what can be cut runs in a task"
        self._cancelled_before = self._task.cancelling()
        self._timer = asyncio.get_running_loop().call_at(self.at, self.cut)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None) -> None:
        """End the block; ``TimeoutError`` when it was cut."""
        assert self._task is not None, "a block ends after it began"
        assert self._timer is not None, "a block ends after it began"
        self._timer.cancel()
        self._timer = None
        if self.passed and self._task.uncancel() <= self._cancelled_before and kind is asyncio.CancelledError:
            raise TimeoutError from error
