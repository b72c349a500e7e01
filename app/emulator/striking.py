"""Which faults strike which request."""

from collections.abc import Awaitable, Callable, Iterable
from fnmatch import fnmatchcase
from threading import Lock
from typing import TypeAlias

from msgspec.structs import replace
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.emulator.faults import AnyFault
from app.emulator.refusal import refusal

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]


class Faults:
    """The faults that are still to strike, in their order. Safe to change while the emulator runs in another thread."""

    def __init__(self, *faults: AnyFault) -> None:
        """Begin with these."""
        self._pending = list(faults)
        self._lock = Lock()

    @property
    def pending(self) -> list[AnyFault]:
        """What is still to strike; ``times`` counts down."""
        with self._lock:
            return list(self._pending)

    def add(self, *faults: AnyFault) -> None:
        """Let these strike after those that are there."""
        with self._lock:
            self._pending.extend(faults)

    def set(self, faults: Iterable[AnyFault]) -> None:
        """Let these strike instead of those that are there."""
        with self._lock:
            self._pending = list(faults)

    def clear(self) -> None:
        """Let nothing strike."""
        self.set(())

    def strike(self, request: Request) -> list[AnyFault]:
        """Use up and return what strikes this request: every delay before the first of the others that suits, and that one."""
        with self._lock:
            struck: list[AnyFault] = []
            for fault in [fault for fault in self._pending if _suits(fault, request)]:
                struck.append(fault)
                self._use(fault)
                if fault.replaces_the_answer:
                    break
            return struck

    def _use(self, fault: AnyFault) -> None:
        if fault.times is None:
            return
        position = next(place for place, pending in enumerate(self._pending) if pending is fault)
        self._pending[position : position + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []


def struck(faults: Faults, endpoint: Endpoint) -> Endpoint:
    """The endpoint, with the faults that strike."""

    async def answer(request: Request) -> Response:
        striking = faults.strike(request)
        response = await _right_answer(endpoint, request)
        for fault in striking:
            response = await fault.spoil(response)
        return response

    return answer


async def _right_answer(endpoint: Endpoint, request: Request) -> Response:
    try:
        return await endpoint(request)
    except HTTPException as error:
        return refusal(error)


def _suits(fault: AnyFault, request: Request) -> bool:
    wanted = all(request.query_params.get(name) == value for name, value in fault.query.items())
    return wanted and fnmatchcase(request.scope["path"], fault.path)
