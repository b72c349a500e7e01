"""What the upstream was asked, in numbers."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """Counted since the start.

    Attributes:
        reads: that were asked for.
        cached: that were answered from the cache.
        calls: that went out, retries included.
        retries: of these.
        statuses: of the answers, 0 for calls that got none.
        seconds: that all calls took.
    """

    reads: int = 0
    cached: int = 0
    calls: int = 0
    retries: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0
