"""An upstream without a network, in the place of the gateway's client."""

from collections.abc import Mapping
from typing import NoReturn

from app.errors import UpstreamUnavailable
from app.upstream.exchange import Headers, Reply
from app.upstream.failures import Failure

UNREACHED = Failure(UpstreamUnavailable, passing=True, broken=True)
"""No connection came about."""


class InMemory:
    """Answers reads, in a way that is its own; it knows no tokens."""

    async def get(self, url: str, headers: Headers) -> Reply | Failure:
        raise NotImplementedError

    async def post(self, url: str, form: Mapping[str, str], headers: Headers) -> NoReturn:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is open."""
