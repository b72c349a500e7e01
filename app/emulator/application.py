"""The emulator as an ASGI application."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.emulator.access import AnyAuthorization, Verifier
from app.emulator.accounts import EmulatorData
from app.emulator.administration import ADMINISTRATION_PATHS, Administration
from app.emulator.knobs import Knobs
from app.emulator.reads import Reads
from app.emulator.record import Recording
from app.emulator.refusal import refusal
from app.emulator.striking import struck
from app.emulator.tokens import TOKEN_PATH, Tokens

_BODY_AT_MOST = 1_048_576


def create_emulator(
    data: EmulatorData,
    knobs: Knobs | None = None,
    verifiers: Sequence[Verifier] = (),
    tokens: Tokens | None = None,
) -> Starlette:
    """Make the application.

    Args:
        data: the accounts and their profiles; keep it to exchange accounts while the emulator runs.
        knobs: keep them to read and turn them; over HTTP they are at ``/faults`` and ``/requests``.
        verifiers: the ways to tell who is calling.
        tokens: what answers at ``/oauth/token``. When given, its tokens are accepted too. With neither verifiers nor tokens, any
            ``Authorization`` header is accepted, and any client gets a token.
    """
    knobs = knobs or Knobs()
    accepted = [*verifiers, *([tokens] if tokens else [])] or [AnyAuthorization()]
    token_route = Route(TOKEN_PATH, struck(knobs.faults, (tokens or Tokens()).issue), methods=["POST"])
    return Starlette(
        routes=[*Reads(data, knobs, accepted).routes(), token_route, *Administration(knobs).routes()],
        middleware=[Middleware(Recording, record=knobs.record, unrecorded=ADMINISTRATION_PATHS)],
        exception_handlers={HTTPException: _refused},
        max_body_size=_BODY_AT_MOST,
    )


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return refusal(error)
