"""What an import did, and where it stands while it runs."""

from pathlib import Path

from msgspec import Struct

from app.errors import StoreUnavailable


class Summary(Struct):
    """The counts of an import.

    Attributes:
        read: lines with something in them.
        new: profiles that the store did not have.
        replaced: profiles that the store had, or that an earlier line of the input had brought.
        rejected: lines that were not stored.
        last_line: the number of the last line that is dealt with: stored for good, or rejected.
        bytes_read: of the input, up to that line.
        seconds: since the start.
        rejects: the file of rejected lines, if there is one.
        stopped: why the import ended before its input did; ``None`` when it did not.
    """

    read: int = 0
    new: int = 0
    replaced: int = 0
    rejected: int = 0
    last_line: int = 0
    bytes_read: int = 0
    seconds: float = 0.0
    rejects: Path | None = None
    stopped: KeyboardInterrupt | StoreUnavailable | None = None

    @property
    def stored(self) -> int:
        """Profiles that were written."""
        return self.new + self.replaced

    @property
    def profiles_per_second(self) -> float:
        """How fast profiles were written."""
        return self.stored / self.seconds if self.seconds else 0.0
