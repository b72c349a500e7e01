"""Who sends a request, found out before its body is read. Where nobody can be found, it is refused as a GraphQL error."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.types import Scope

from app.auth.principal import Principal
from app.auth.scheme import Scheme
from app.errors import GatewayError, Unauthenticated
from app.web.headers import headers_of
from app.web.parameters import RefusedRequest

REALM = 'Bearer realm="profile-gateway"'


def authentication(scheme: Scheme) -> Callable[[Request], Awaitable[Principal]]:
    """Make what asks ``scheme`` about the header of a request."""

    async def authenticate(request: Request) -> Principal:
        given = headers_of(request.scope).get("authorization")
        try:
            return await scheme.principal(given if has_each_once(request.scope) else the_only(request.scope))
        except Unauthenticated as error:
            raise RefusedRequest(401, str(error), {"WWW-Authenticate": challenge(given is not None)}, error.code) from None
        except GatewayError as error:
            raise RefusedRequest(503, str(error), {"Retry-After": "5"}, error.code) from None

    return authenticate


def has_each_once(scope: Scope) -> bool:
    """Whether no header of a request came twice, as is usual."""
    return len(headers_of(scope)) == len(scope["headers"])


def the_only(scope: Scope) -> str | None:
    """Take the header, if there is one. Of two, another reader of the request might take the other."""
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"authorization"]
    if len(given) > 1:
        raise Unauthenticated
    return given[0] if given else None


def challenge(given: bool) -> str:  # noqa: FBT001 - the only thing it depends on
    """Name the scheme (RFC 6750, section 3); the reason only where a credential was given."""
    return f'{REALM}, error="invalid_token"' if given else REALM
