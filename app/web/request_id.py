"""Every request has an id: the caller's own where it is a plain word, else a new one. It stands in the answer and in the log."""

import re
from os import urandom
from typing import Final

HEADER: Final = "X-Request-Id"
PLAIN: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


def chosen(given: str | None) -> str:
    """Keep the caller's id if nothing but a plain word stands in it."""
    return given if given and PLAIN.fullmatch(given) else urandom(16).hex()
