"""OAuth 2.0 client credentials: a token endpoint, and the tokens that it gave out."""

import secrets
import time
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, unquote_plus

import orjson
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from app.emulator.access import REALM, Access

TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path, not a secret


class _Grant(Struct, frozen=True):
    account_id: str
    access: Access
    expires_at: float


class Tokens:
    """Gives out bearer tokens and knows them again until they expire."""

    challenge = f"Bearer {REALM}"

    def __init__(
        self,
        clients: Mapping[str, str] | None = None,
        users: Mapping[str, Access] | None = None,
        lifetime: int = 3600,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Know the clients and the users that they may act for.

        Args:
            clients: client id → secret; None accepts any client.
            users: scope ``ClientId/UserId`` → what that user of that account may see; None lets every user see everything.
            lifetime: seconds that a token is valid.
            now: the clock, in seconds.
        """
        self._clients = clients
        self._users = users
        self._lifetime = lifetime
        self._now = now
        self._grants: dict[str, _Grant] = {}

    def access(self, authorization: str, account_id: str) -> Access | None:
        """What a token opens: in its own account what its user may see, in any other nothing."""
        scheme, _, token = authorization.partition(" ")
        grant = self._grants.get(token) if scheme.lower() == "bearer" else None
        if grant is None or grant.expires_at <= self._now():
            return None
        return grant.access if grant.account_id == account_id else Access(may_read=False)

    def revoke_all(self) -> None:
        """Make every token so far invalid."""
        self._grants.clear()

    async def issue(self, request: Request) -> Response:
        """Answer a token request (RFC 6749, section 4.4)."""
        form = {name: values[-1] for name, values in parse_qs((await request.body()).decode("latin-1")).items()}
        client_id, secret = _basic(request.headers.get("authorization")) or (form.get("client_id"), form.get("client_secret"))
        if not self._knows(client_id, secret):
            return _json({"error": "invalid_client"}, 401, {"WWW-Authenticate": f"Basic {REALM}"})
        if form.get("grant_type") != "client_credentials":
            return _json({"error": "unsupported_grant_type" if "grant_type" in form else "invalid_request"}, 400)
        return self._granted(form.get("scope", ""))

    def _knows(self, client_id: str | None, secret: str | None) -> bool:
        if client_id is None or secret is None:
            return False
        return self._clients is None or self._clients.get(client_id) == secret

    def _granted(self, scope: str) -> Response:
        account_id, _, user_id = scope.rpartition("/")
        access = Access() if self._users is None else self._users.get(scope)
        if not account_id or not user_id or access is None:
            return _json({"error": "invalid_scope"}, 400)
        token = secrets.token_urlsafe(32)
        self._grants[token] = _Grant(account_id, access, self._now() + self._lifetime)
        return _json({"access_token": token, "token_type": "Bearer", "expires_in": self._lifetime, "scope": scope})


def _basic(authorization: str | None) -> tuple[str, str] | None:
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (NotBase64, UnicodeDecodeError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


def _json(content: Mapping[str, str | int], status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(orjson.dumps(content), status, {"Cache-Control": "no-store", **(headers or {})}, "application/json")
