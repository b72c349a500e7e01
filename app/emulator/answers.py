"""From matches to the body of an answer."""

from typing import TypeAlias

from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.emulator.accounts import Account
from app.emulator.variations import Variations
from app.emulator.views import View

PROFILES_AT_MOST = 50

Matches: TypeAlias = list[int] | int | None
"""Profile ids: a list for a read that answers with several, one or none for a read of a single profile."""


def answered(matches: Matches, account: Account, view: View, variations: Variations) -> Response:
    """The matching profiles as JSON: an array for a list, a bare object for a single profile, unless the variations differ.

    Raises:
        HTTPException: 403 for too many matches, 404 for no single profile.
    """
    if isinstance(matches, list):
        return _json(_list(matches, account, view, variations), bare=variations.bare_single_match)
    if matches is None and not variations.array_for_one:
        raise HTTPException(404, "There is no such profile.")
    found = [] if matches is None else [account.rendered(matches, view)]
    return _json(found, bare=not variations.array_for_one)


def _list(matches: list[int], account: Account, view: View, variations: Variations) -> list[bytes]:
    if len(matches) > PROFILES_AT_MOST:
        raise HTTPException(403, f"More than {PROFILES_AT_MOST} profiles match.")
    return [account.rendered(key, view) for key in sorted(matches, reverse=variations.descending)]


def _json(profiles: list[bytes], *, bare: bool) -> Response:
    body = profiles[0] if bare and len(profiles) == 1 else b"[" + b",".join(profiles) + b"]"
    return Response(body, media_type="application/json")
