"""An exchange with the upstream, whoever makes it; ``http.py`` does."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from msgspec import Struct

from app.upstream.failures import Failure

Headers: TypeAlias = list[tuple[str, str]]


class Reply(Struct, frozen=True):
    """What came back. The body of a status other than 200 may be cut; headers have names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def __repr__(self) -> str:
        """Never show who is in it: asyncio writes the outcomes of futures into what it logs."""
        return f"Reply({self.status}, …)"


class Http(Protocol):
    """Asks one upstream."""

    async def get(self, url: str, headers: Headers) -> Reply | Failure:
        """Read ``url``, which is sent as it is."""
        ...

    async def post(self, url: str, form: Mapping[str, str], headers: Headers) -> Reply | Failure:
        """Send a form to ``url``."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...
