"""Generated code, loaded: it turns the body of one upstream answer into profiles that are ready to be encoded."""

import linecache
import weakref
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from enum import Enum
from functools import partial
from itertools import compress, count
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.json import Decoder

from app.compiler.code import CHOICES, Code, Style
from app.compiler.dates import Dates
from app.compiler.narrowing import expressed, latest
from app.compiler.plan import Selection
from app.source.dates import date
from app.source.protocol import Lookup
from app.source.rest_answers import answer
from app.source.wire_enumerations import standardized
from app.source.wire_text import digits, text, value_and_values

_NAMES_AT_MOST = 128
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_numbers = count(1)
_by_id = attrgetter("profile_id")


class Names(dict[object, str | None]):
    """What an enumeration's values are called in the graph, by what the upstream calls them; remembered for integers and texts."""

    def __init__(self, read: Callable[[object], Enum | None]) -> None:
        """Read what is not remembered with ``read``."""
        super().__init__()
        self._read = read

    def __missing__(self, value: object) -> str | None:
        """Read a value that was not met yet."""
        name = self.of(value)
        if len(self) < _NAMES_AT_MOST:
            self[value] = name
        return name

    def of(self, value: object) -> str | None:
        """Read any value."""
        member = self._read(value)
        return None if member is None else member.name


READERS: Mapping[str, object] = {
    "UTC": UTC,
    "compress": compress,
    "date": date,
    "digits": digits,
    "expressed": expressed,
    "latest": latest,
    "standardized": standardized,
    "text": text,
    "value_of_field": lambda value: value if value.__class__ is str else value_and_values(value)[0],
    "values_of_field": lambda value: (value,) if value.__class__ is str else value_and_values(value)[1],
    **{f"name_of_{name}": Names(read) for read, name in CHOICES.items()},  # type: ignore[arg-type] # keys are readers
}
"""What generated code calls: the readings of ``app.source``, so that there is one of each."""


class Program:
    """Reads the answers of one selection in one style.

    Attributes:
        text: the generated code.
    """

    def __init__(self, selection: Selection, style: Style) -> None:
        """Write and load the code."""
        code = Code(style)
        shape = code.shape(selection)
        self.text = str(code.lines)
        self._dates = Dates()
        self._show = self._loaded(code.names)[shape.name.lower()]
        decoded: Any = shape.decoded
        self._decode: Callable[[bytes], list[Any]] = Decoder(list[decoded]).decode
        if style.careful:
            self._decode = partial(_flattened, Decoder(list[decoded | None] | decoded).decode)

    def _loaded(self, names: Mapping[str, Any]) -> dict[str, Any]:
        dates = self._dates
        known = {**READERS, **names, "saw": dates.saw, "moved": dates.moved, "moved_from_utc": dates.moved_from_utc}
        file = f"<compiled selection {next(_numbers)}>"
        linecache.cache[file] = (len(self.text), None, self.text.splitlines(keepends=True), file)  # for tracebacks
        weakref.finalize(self, linecache.cache.pop, file, None)
        exec(compile(self.text, file, "exec"), known)  # nosec B102 # noqa: S102 - our own text; of the client's it holds names that GraphQL allows
        return known

    def profiles(self, body: bytes, lookup: Lookup, seen: list[int]) -> Sequence[Struct]:
        """Return the profiles that an upstream answer holds for a lookup, ready to be encoded; their ids are added to ``seen``.

        Raises:
            MsgspecError: the JSON is none, or not of the expected types.
            UnusualDate: quick code met a date that it cannot read.
            GatewayError: the answer breaks a rule of the lookup.
        """
        found = self._decode(body.removeprefix(_BYTE_ORDER_MARK))
        found.sort(key=_by_id)
        answers: Any = answer(lookup, tuple(found))  # it looks at the id and the activity alone, which these have too
        seen += [profile.profile_id for profile in answers]
        try:
            shown: Sequence[Struct] = self._show(answers, lookup.account_id)
            self._dates.finish()
        finally:
            self._dates.forget()
        return shown


def _flattened(decode: Callable[[bytes], Any], body: bytes) -> list[Any]:
    """Take one bare profile for a list, and leave null ones out."""
    found = decode(body)
    return [profile for profile in found if profile is not None] if isinstance(found, list) else [found]
