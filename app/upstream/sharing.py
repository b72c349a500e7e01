"""Equal calls that run at the same time become one. What ends is forgotten, an error too."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar

from app.model import View
from app.upstream.deadline import Deadline

T = TypeVar("T")
Call: TypeAlias = Callable[[Deadline], Coroutine[Any, Any, T]]

GRACE_S = 0.05
"""Who waits gives the call so long to end by itself at the deadline that they share, so that it ends for the right reason."""


class Shared(Generic[T]):
    """One call and those who wait for it."""

    def __init__(self, view: View, deadline: Deadline, call: asyncio.Task[T]) -> None:
        """Begin with nobody waiting."""
        self.view = view
        self.deadline = deadline
        self.call = call
        self._waiting: list[asyncio.Future[None]] = []

    def serves(self, view: View) -> bool:
        """Whether its answer shows enough and will still come."""
        return self.view | view == self.view and not self.call.done() and not self.call.cancelling()

    async def wait(self, until: float) -> T:
        """Wait for the answer. The last one who leaves ends the call.

        Raises:
            TimeoutError: it did not come in time.
        """
        loop = asyncio.get_running_loop()
        told: asyncio.Future[None] = loop.create_future()
        patience = loop.call_at(until + GRACE_S, _wake, told)
        self._waiting.append(told)
        try:
            await told
        finally:
            patience.cancel()
            self._leave(told)
        if not self.call.done() or self.call.cancelled():
            raise TimeoutError
        return self.call.result()

    def _leave(self, told: asyncio.Future[None]) -> None:
        self._waiting.remove(told)
        if not self._waiting:
            self.call.cancel()

    def tell(self) -> None:
        """Wake those who wait: the call is over."""
        if not self.call.cancelled():
            self.call.exception()  # asyncio would log one that nobody waits for, and its text may hold anything
        for told in self._waiting:
            _wake(told)


class InFlight(Generic[T]):
    """The calls that run now.

    Attributes:
        joined: how many calls were saved so far.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._calls: dict[Hashable, list[Shared[T]]] = {}
        self.joined = 0

    async def share(self, key: Hashable, view: View, until: float, call: Call[T]) -> T:
        """Join a call with the same key that shows as much as ``view`` or more; without one, make it.

        Args:
            key: everything that must be equal, the caller's credential included.
            view: what the answer must show.
            until: how long this caller waits, on the event loop's clock.
            call: is made in a task of its own, until a deadline that others who join may put off.

        Raises:
            TimeoutError: the answer did not come in time.
        """
        shared = self._serving(key, view)
        if shared is None:
            shared = self._begun(key, view, until, call)
        else:
            self.joined += 1
            shared.deadline.put_off(until)
        return await shared.wait(until)

    async def close(self) -> None:
        """End every call."""
        calls = [shared.call for calls in self._calls.values() for shared in calls]
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)

    def _serving(self, key: Hashable, view: View) -> Shared[T] | None:
        for shared in self._calls.get(key, ()):
            if shared.serves(view):
                return shared
        return None

    def _begun(self, key: Hashable, view: View, until: float, call: Call[T]) -> Shared[T]:
        deadline = Deadline(until)
        shared = Shared(view, deadline, asyncio.create_task(call(deadline)))
        self._calls.setdefault(key, []).append(shared)
        shared.call.add_done_callback(partial(self._ended, key, shared))
        return shared

    def _ended(self, key: Hashable, shared: Shared[T], _: asyncio.Task[T]) -> None:
        self._calls[key].remove(shared)
        if not self._calls[key]:
            del self._calls[key]
        shared.tell()


def _wake(told: asyncio.Future[None]) -> None:
    if not told.done():
        told.set_result(None)
