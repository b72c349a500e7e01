"""Who sends a request, and whether they send too many: found out before its body is read. Where not, it is refused as a GraphQL error."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.types import Scope

from app.auth.principal import Principal
from app.auth.scheme import Scheme
from app.errors import GatewayError, RateLimited, Unauthenticated
from app.web.headers import headers_of
from app.web.parameters import RefusedRequest
from app.web.rate_limit import RateLimit, address, hashed

TOO_MANY = "Too many requests. Wait as long as Retry-After says."
REALM = 'Bearer realm="profile-gateway"'


def authentication(scheme: Scheme, addresses: RateLimit | None, principals: RateLimit | None) -> Callable[[Request], Awaitable[Principal]]:
    """Make what asks ``scheme`` about the header of a request.

    The requests of each address are counted before, also those of callers who are then refused: whoever tries out credentials is slowed
    down. Those of each principal are counted when it is known, wherever it asks from.
    """

    async def authenticate(request: Request) -> Principal:
        scope = request.scope
        if addresses:
            allowed = addresses.allows(scope, address(scope))
            if not (allowed if isinstance(allowed, bool) else await allowed):
                raise RefusedRequest(429, TOO_MANY, code=RateLimited.code)
        given = headers_of(scope).get("authorization")
        try:
            principal = await scheme.principal(given if has_each_once(scope) else the_only(scope))
        except GatewayError as error:
            raise refusal(error, given) from None
        if principals:
            allowed = principals.allows(scope, hashed(principal.name))
            if not (allowed if isinstance(allowed, bool) else await allowed):
                raise RefusedRequest(429, TOO_MANY, code=RateLimited.code)
        return principal

    return authenticate


def refusal(error: GatewayError, given: str | None) -> RefusedRequest:
    """Refuse a request because of its header, or because nobody can judge that now."""
    if isinstance(error, Unauthenticated):
        return RefusedRequest(401, str(error), {"WWW-Authenticate": challenge(given is not None)}, error.code)
    return RefusedRequest(503, str(error), {"Retry-After": "5"}, error.code)


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
