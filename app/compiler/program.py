"""Generated code, loaded: it turns the body of one upstream answer into profiles that are ready to be encoded."""

import linecache
import weakref
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from enum import Enum
from functools import partial
from itertools import compress, count
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias

from msgspec import MsgspecError, Raw
from msgspec.json import Decoder, Encoder

from app.compiler.apart import each_profile, each_profile_perhaps
from app.compiler.code import Code, Style
from app.compiler.dates import Dates
from app.compiler.expressions import CHOICES
from app.compiler.narrowing import expressed, latest
from app.compiler.plan import Selection
from app.errors import TooManyProfiles
from app.source.dates import date
from app.source.protocol import PROFILES_AT_MOST, EmailLookup, Lookup, PhoneLookup
from app.source.rest_answers import answer
from app.source.wire_enumerations import standardized
from app.source.wire_text import digits, text, value_and_values

_NAMES_AT_MOST = 128
_SMALL = 64 * 1024
"""Bytes of an answer that is read in one go: some three profiles with everything."""
_numbers = count(1)
_by_id = itemgetter(0)
_encode_into = Encoder().encode_into


Written: TypeAlias = tuple[int, bytes]
"""A profile's id and its JSON."""


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
        self._careful = style.careful
        self._room = bytearray()
        self._apart: Callable[[bytes], Iterable[Raw | memoryview]] = each_profile_perhaps
        self._decode_one: Callable[[Raw | memoryview], Any] = Decoder(decoded).decode
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

    def profiles(self, body: bytes, lookup: Lookup, seen: list[int]) -> list[bytes]:
        """Return the JSON of each profile that an upstream answer holds for a lookup; their ids are added to ``seen``.

        Raises:
            MsgspecError: the JSON is none, or not of the expected types.
            UnusualDate: quick code met a date that it cannot read.
            GatewayError: the answer breaks a rule of the lookup.
        """
        match lookup:
            case PhoneLookup() | EmailLookup() if not self._careful:
                found = self._many(body, lookup)
            case _:
                found = self._few(body, lookup)
        seen += [profile_id for profile_id, _ in found]
        return [json for _, json in found]

    def _many(self, body: bytes, lookup: PhoneLookup | EmailLookup) -> list[Written]:
        """Read one profile after the other, so that no more than one of them stands in memory as objects.

        A small answer is read in one go: where its profiles begin takes as long to find as two of their fields.
        """
        if len(body) <= _SMALL:
            return self._each(self._decode(body), lookup)
        try:
            return self._each(map(self._decode_one, self._apart(body)), lookup)
        except MsgspecError:
            if self._apart is each_profile:
                raise
            found = self._each(map(self._decode_one, each_profile(body)), lookup)
            self._apart = each_profile  # an object within a profile begins as profiles do, so the next guess would fail too
            return found

    def _each(self, profiles: Iterable[Any], lookup: PhoneLookup | EmailLookup) -> list[Written]:
        found = []
        count = 0
        for count, profile in enumerate(profiles, 1):  # noqa: B007
            if lookup.include_inactive or profile.is_active is not False:
                found.append(self._written(profile, lookup))
        if count > PROFILES_AT_MOST:
            raise TooManyProfiles
        found.sort(key=_by_id)
        return found

    def _few(self, body: bytes, lookup: Lookup) -> list[Written]:
        found = self._decode(body)
        found.sort(key=attrgetter("profile_id"))
        answers: Any = answer(lookup, tuple(found))  # it looks at the id and the activity alone, which these have too
        return [self._written(profile, lookup) for profile in answers]

    def _written(self, profile: Any, lookup: Lookup) -> Written:  # noqa: ANN401 - its type was made for the selection
        profile_id: int = profile.profile_id
        try:
            [shown] = self._show([profile], lookup.account_id)
            self._dates.finish()
        finally:
            self._dates.forget()
        _encode_into(shown, self._room)  # which has grown for those before it
        return profile_id, bytes(self._room)


def _flattened(decode: Callable[[bytes], Any], body: bytes) -> list[Any]:
    """Take one bare profile for a list, and leave null ones out."""
    found = decode(body)
    return [profile for profile in found if profile is not None] if isinstance(found, list) else [found]
