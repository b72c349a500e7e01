"""Lines of generated Python, indented."""

from collections.abc import Iterator
from contextlib import contextmanager


class Lines:
    """Text that grows line by line."""

    def __init__(self) -> None:
        """Start with none."""
        self._lines: list[str] = []
        self._depth = 0

    def __str__(self) -> str:
        """Return the text."""
        return "\n".join(self._lines) + "\n"

    def add(self, *lines: str) -> None:
        """Add lines at the present depth."""
        self._lines.extend("    " * self._depth + line if line else "" for line in lines)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Add a line that begins a block; what is added inside belongs to it."""
        self.add(head)
        self._depth += 1
        before = len(self._lines)
        yield
        if len(self._lines) == before:
            self.add("pass")
        self._depth -= 1
