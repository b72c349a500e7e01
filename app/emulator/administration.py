"""The emulator's own paths, outside those of the upstream: its faults, its record, its description."""

import msgspec
import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.emulator.faults import AnyFault
from app.emulator.knobs import Knobs
from app.emulator.openapi import document

ADMINISTRATION_PATHS = frozenset({"/faults", "/requests", "/openapi.json"})

_faults = msgspec.json.Decoder(list[AnyFault])


class Administration:
    """Reads and turns the knobs over HTTP."""

    def __init__(self, knobs: Knobs) -> None:
        """Turn these."""
        self._knobs = knobs
        self._document = orjson.dumps(document())

    def routes(self) -> list[Route]:
        """Where it is found."""
        return [
            Route("/faults", self._show_faults, methods=["GET"]),
            Route("/faults", self._set_faults, methods=["PUT"]),
            Route("/faults", self._clear_faults, methods=["DELETE"]),
            Route("/requests", self._show_requests, methods=["GET"]),
            Route("/requests", self._clear_requests, methods=["DELETE"]),
            Route("/openapi.json", self._describe, methods=["GET"]),
        ]

    async def _show_faults(self, _request: Request) -> Response:
        return _json(msgspec.json.encode(self._knobs.faults.pending))

    async def _set_faults(self, request: Request) -> Response:
        try:
            faults = _faults.decode(await request.body())
        except msgspec.DecodeError as error:
            raise HTTPException(400, str(error)) from error
        self._knobs.faults.set(faults)
        return Response(status_code=204)

    async def _clear_faults(self, _request: Request) -> Response:
        self._knobs.faults.clear()
        return Response(status_code=204)

    async def _show_requests(self, _request: Request) -> Response:
        record = self._knobs.record
        return _json(msgspec.json.encode({"total": record.total, "requests": record.entries}))

    async def _clear_requests(self, _request: Request) -> Response:
        self._knobs.record.clear()
        return Response(status_code=204)

    async def _describe(self, _request: Request) -> Response:
        return _json(self._document)


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")
