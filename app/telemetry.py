"""What the gateway tells about its own work as spans of a trace, in words that need no library.

Where traces are off there is no tracer: whoever would tell something finds None. Where they are on, ``tracing.py`` brings the spans to
OpenTelemetry, which is an optional extra. A span names operations, edges and templates of paths, and counts. It never holds an argument, a
variable, a document, an address with a number in it, or the text of an exception.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from enum import Enum, auto
from typing import Protocol, TypeAlias

Attributes: TypeAlias = Mapping[str, str | int | bool | tuple[str, ...]]
"""Named as OpenTelemetry's semantic conventions do where they have a name, else ``profiles.…``."""


class Kind(Enum):
    """Whose work a span is."""

    REQUEST = auto()
    """Ours, for a client."""
    CALL = auto()
    """Another program's, for us."""
    STEP = auto()
    """A part of ours."""


class Span(Protocol):
    """One piece of work."""

    @property
    def recorded(self) -> bool:
        """Whether anything that is noted goes anywhere; if not, only the trace goes on."""
        ...

    def rename(self, name: str) -> None:
        """Name the work when it is known what it is."""
        ...

    def note(self, attributes: Attributes) -> None:
        """Add what is known now."""
        ...

    def fail(self, kind: str) -> None:
        """Say that the work failed: a code, a status or the name of an exception's class."""
        ...

    def headers(self) -> list[tuple[str, str]]:
        """Return the headers with which another program goes on with this trace."""
        ...

    def step(self, name: str) -> AbstractContextManager["Span"]:
        """Begin a part of this work."""
        ...


class Tracer(Protocol):
    """Begins spans. What is begun inside the block of another one, in any task made there, belongs to it."""

    def span(self, name: str, kind: Kind, attributes: Attributes, traceparent: str | None = None) -> AbstractContextManager[Span]:
        """Begin a piece of work that ends with the block; an exception that leaves the block is noted by the name of its class.

        Args:
            name: of few, so that spans can be counted by it.
            kind: whose work it is.
            attributes: what is known already.
            traceparent: the header of a client that began the trace (W3C Trace Context).
        """
        ...

    async def close(self) -> None:
        """Hand on what is left, for a few seconds at most."""
        ...
