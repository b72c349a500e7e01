"""How far the gateway goes to get an answer of the upstream."""

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Times are in seconds, sizes in bytes.

    Attributes:
        deadline: for one read in all, where the caller brings no deadline of its own.
        connect: to open a connection.
        silence: between two pieces of an answer.
        idle: that a connection waits for its next call; hosts close theirs after some time too, and whoever is later may lose a call.
        answer: of one answer, decompressed.
        at_once: calls that run at the same time.
        waiting: reads that wait for their turn.
        attempts: for one read, the first included.
        breaker_failures: among the last twenty calls, that open the breaker.
        breaker_pause: until an open breaker lets one call through.
        cache_seconds: that an answer without consents and preferences is kept; 0 keeps none.
        cache_size: of all that is kept.
        unknown_account: that an account which the upstream did not know is not asked for again.
    """

    deadline: float = 10.0
    connect: float = 3.0
    silence: float = 5.0
    idle: float = 15.0
    answer: int = 64 * 1024 * 1024
    at_once: int = 32
    waiting: int = 1000
    attempts: int = 3
    breaker_failures: int = 10
    breaker_pause: float = 5.0
    cache_seconds: float = 0
    cache_size: int = 16 * 1024 * 1024
    unknown_account: float = 5.0

    @property
    def patience(self) -> float:
        """Seconds after which a call that is cut speaks against the upstream; one that began late, after a wait for its turn, does not."""
        return min(self.silence, self.deadline / 2)
