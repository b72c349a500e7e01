"""What goes wrong between us and the upstream, as a value: everybody who waits for an answer gets an error of their own from it."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from app.errors import GatewayError, UpstreamTimeout


class Failure(Struct, frozen=True):
    """Why an attempt brought no answer.

    Attributes:
        error: makes what the caller is told, anew for each who waits for the answer.
        passing: whether the same read may succeed in a moment.
        wait: seconds that the upstream asks to wait, if it does.
        broken: whether it speaks against the health of the upstream's host.
    """

    error: Callable[[], GatewayError]
    passing: bool = False
    wait: int | None = None
    broken: bool = False


OUT_OF_TIME = Failure(UpstreamTimeout, passing=True, broken=True)


def failure_of_error(error: GatewayError) -> Failure:
    """Return an error of our own as a failure that is neither passing nor the upstream's."""
    details = {name: detail for name, detail in error.extensions.items() if name != "code"}
    return Failure(partial(type(error), str(error), **details))
