"""Who sends a request, and whether they send too many: found out before its body is read. Where not, it is refused as a GraphQL error."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.types import Scope

from app.auth.principal import Principal
from app.auth.scheme import Scheme
from app.errors import GatewayError, RateLimited, Unauthenticated
from app.web.envelope import ADDED
from app.web.headers import headers_of
from app.web.parameters import RefusedRequest
from app.web.rate_limit import Counted, RateLimit, address, hashed, told
from app.web.windows import Count

TOO_MANY = "Too many requests. Wait as long as Retry-After says."
REALM = 'Bearer realm="profile-gateway"'


def authentication(scheme: Scheme, addresses: RateLimit | None, principals: RateLimit | None) -> Callable[[Request], Awaitable[Principal]]:
    """Make what asks ``scheme`` about the header of a request.

    The requests of each address are counted before, also those of callers who are then refused: whoever tries out credentials is slowed
    down. Those of each principal are counted when it is known, wherever it asks from.
    """
    policies = b", ".join([limit.policy for limit in (addresses, principals) if limit])

    async def authenticate(request: Request) -> Principal:
        scope = request.scope
        counted: list[Counted] = []
        try:
            if addresses:
                count = addresses.count(address(scope))
                admit(addresses, count if isinstance(count, Count) else await count, counted)
            principal = await scheme.principal(credential(scope))
            if principals:
                count = principals.count(hashed(principal.name))
                admit(principals, count if isinstance(count, Count) else await count, counted)
        except GatewayError as error:
            raise refusal(error, headers_of(scope).get("authorization")) from None
        finally:
            if counted:
                scope[ADDED].update(told(counted, policies))
        return principal

    return authenticate


def admit(limit: RateLimit, count: Count, counted: list[Counted]) -> None:
    """Note what came of counting a request, and return when it is not one too many."""
    counted.append((limit, count))
    if not count.allowed:
        raise RefusedRequest(429, TOO_MANY, code=RateLimited.code)


def refusal(error: GatewayError, given: str | None) -> RefusedRequest:
    """Refuse a request because of its header, or because nobody can judge that now."""
    if isinstance(error, Unauthenticated):
        return RefusedRequest(401, str(error), {"WWW-Authenticate": challenge(given is not None)}, error.code)
    return RefusedRequest(503, str(error), {"Retry-After": "5"}, error.code)


def credential(scope: Scope) -> str | None:
    """Return the header ``Authorization``, if there is one. Of two, another reader of the request might take the other."""
    headers = headers_of(scope)
    if len(headers) < len(scope["headers"]) and sum(name == b"authorization" for name, _ in scope["headers"]) > 1:
        raise Unauthenticated
    return headers.get("authorization")


def challenge(given: bool) -> str:  # noqa: FBT001 - the only thing it depends on
    """Name the scheme (RFC 6750, section 3); the reason only where a credential was given."""
    return f'{REALM}, error="invalid_token"' if given else REALM
