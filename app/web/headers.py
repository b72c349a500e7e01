"""The headers of a request, read once for everybody who looks at some."""

from collections.abc import Mapping
from typing import Final

from starlette.types import Scope

READ: Final = "headers_by_name"
"""Where the ASGI scope of a request keeps them."""


def headers_of(scope: Scope) -> Mapping[str, str]:
    """Return the headers by their names in small letters, the first of each."""
    known: Mapping[str, str] | None = scope.get(READ)
    if known is None:
        known = scope[READ] = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
    return known
