"""Keeps rejected lines as they came in a file of their own, to be corrected there and imported again."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from app.importing.translating import Rejected

_ONLY_ITS_OWNER = 0o600


class Rejects:
    """A file that is made with the first rejected line. It holds personal data, as the input does, so only its owner reads it."""

    def __init__(self, source: Path | None, *, resumed: bool) -> None:
        """Keep them beside the input, or in the working directory for the standard input; a resumed import adds to what is there."""
        self.path = Path("stdin.rejects.jsonl") if source is None else source.with_name(f"{source.name}.rejects.jsonl")
        self._flags = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if resumed else os.O_TRUNC)
        self._file: BinaryIO | None = None

    def keep(self, rejected: Iterable[Rejected]) -> None:
        """Add lines; those too long to be read are not among them."""
        contents = [each.line.content for each in rejected if each.line.content is not None]
        if contents and self._file is None:
            self._file = os.fdopen(os.open(self.path, self._flags, _ONLY_ITS_OWNER), "wb")
        if contents and self._file is not None:
            self._file.writelines(content + b"\n" for content in contents)
            self._file.flush()

    @property
    def kept(self) -> bool:
        """Whether a line is in the file."""
        return self._file is not None

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self._file.close()
