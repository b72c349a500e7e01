"""When a read is tried again.

Written here, and not with a library: an attempt that needs no second one must cost nothing (stamina takes 0.09 ms of CPU for it), no wait
may reach past a deadline that can be put off meanwhile, and the upstream's own ``Retry-After`` goes before our back-off.
"""

from random import SystemRandom

from app.upstream.failures import Failure

EXTRA_CALLS = 0.1
"""Retries for each call, at most."""
RESERVE = 10.0
"""Retries that are there at the start, and that can be saved up."""
FIRST_WAIT_S = 0.1
LONGEST_WAIT_S = 2.0

_random = SystemRandom()


class Budget:
    """Retries are earned by calls, so that an outage is not multiplied."""

    def __init__(self) -> None:
        """Begin with the reserve."""
        self._saved = RESERVE

    def earn(self) -> None:
        """Count a call that was no retry."""
        self._saved = min(RESERVE, self._saved + EXTRA_CALLS)

    def spend(self) -> bool:
        """Take one retry, if there is one."""
        if self._saved < 1:
            return False
        self._saved -= 1
        return True


def wait_before_retry(failure: Failure, attempt: int) -> float:
    """Return the seconds to wait after an attempt failed: what the upstream asks for, else exponentially more, with jitter.

    Args:
        failure: of the attempt.
        attempt: its number, the first is 1.
    """
    if failure.wait is not None:
        return float(failure.wait)
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (attempt - 1))
    return _random.uniform(longest / 2, longest)
