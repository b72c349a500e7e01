"""Making what stays until the process ends: modules, the schema, the application."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

LOOKED_AT_AFTER: Final = 5000
"""New objects. A request leaves no cycle to collect, and looking for some after 700, as Python has it, takes a thirtieth of a small one."""


@contextmanager
def lasting() -> Iterator[None]:
    """Let the garbage collector pass over everything that is made in the block.

    There is next to nothing in it to collect (2,000 objects of 210,000), but looking for it again and again takes a quarter of a start.
    Afterwards it would slow requests down; so it is frozen: it is never looked at. Nor are new objects as often as usual.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(LOOKED_AT_AFTER)
        gc.enable()
