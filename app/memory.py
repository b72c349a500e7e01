"""Memory that an answer gave back is kept for the next one.

glibc hands free memory to the system as soon as some megabytes are together. A large answer takes as much, so each of them had its memory
made anew: 540 page faults and 1.2 ms of the system's time for one of a megabyte, a twelfth of what it costs in all.
"""

import ctypes
from contextlib import suppress
from typing import Final

KEPT: Final = 64 * 2**20
"""Bytes that may lie free at the end of the heap."""
OWN_MAPPING: Final = 32 * 2**20
"""Bytes from which on a block is the system's own affair; the most that glibc takes."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h; either of them ends glibc's own adapting, so both are set


def keep_freed_memory() -> None:
    """Tell the C library, if it is glibc; others have habits of their own."""
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_TRIM_THRESHOLD, KEPT)
        mallopt(_M_MMAP_THRESHOLD, OWN_MAPPING)
