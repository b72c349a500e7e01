"""From a selection to the shapes that native code reads and writes (``app/straight``): the quick way, where it was built.

Native code knows JSON, dates and nothing of profiles. What an enumeration's values are called, what an unusual date means and which digits
a number has, it asks the readings of ``app.source``, by functions that take JSON and return JSON.
"""

from collections.abc import Callable, Mapping
from datetime import UTC
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from msgspec import Raw
from msgspec.json import Decoder, Encoder, decode

from app.compiler.dates import Remembered, eastern_offset
from app.compiler.layout import ALL_OR_NULL
from app.compiler.narrowing import Kept, expressed, latest
from app.compiler.plan import TYPENAME, Branch, Selection
from app.compiler.plan import Part as Shown
from app.compiler.upstream_fields import ACCOUNT, PROFILE_ID, UPSTREAM, Choice, Date, Flag, Group, Made, Reading, Several, Text, Upstream
from app.source import wire
from app.source.dates import date
from app.source.protocol import Lookup
from app.source.rest_answers import answer
from app.source.wire_enumerations import standardized
from app.source.wire_text import digits, value_and_values
from app.straight.reader import profiles
from app.straight.remembered import Names, Offsets
from app.straight.shape import Kind, Part, Shape

Read: TypeAlias = Callable[..., bytes]
"""Makes JSON of JSON."""
Keep: TypeAlias = Callable[[bytes], Kept]
"""Tells which items of a list are shown."""

Slot: TypeAlias = tuple[bytes, Kind, Any]
"""The key in the JSON, the kind of its value, and what that kind needs."""

encode = Encoder().encode

_CHANGES: Final = 10_000
"""Minutes that no offset has: the offset of that day is not the same all day."""
_SHORT = len('"2024-01-01T00:00Z"')
_DAYS = 8192
_VALUES = 128
"""Different values of one enumeration that are remembered; there are few, unless an upstream is odd."""
_NARROWING: Mapping[str, Keep] = {"preferences": lambda raw: expressed(Raw(raw)), "consents": lambda raw: latest(Raw(raw))}
"""By the attribute of a list: what tells which of its items a narrow view shows."""


def _minutes(day: int) -> int:
    """Return by how much US Eastern is behind on a day, which native code counts as ``(year * 16 + month) * 32 + day``."""
    offset = eastern_offset(f"{day // 512:04}-{day // 32 % 16:02}-{day % 32:02}")
    return int(offset[1:3]) * 60 if offset else _CHANGES


def _reading_dates(**zone: Any) -> Read:  # noqa: ANN401 - passed on
    """Return what reads dates that native code does not; the short ones are remembered, of which there are few."""

    def read(raw: bytes) -> bytes:
        return encode(date(decode(raw), **zone))

    short = Remembered(read, _DAYS)
    return lambda raw: short[raw] if len(raw) <= _SHORT else read(raw)


_EASTERN = (_reading_dates(), Offsets(Remembered(_minutes, _DAYS)))
_UTC = (_reading_dates(zone=UTC), None)
_number, _numeric = Decoder(wire.Text).decode, Decoder(int | str | None).decode
_custom: Callable[[bytes], Any] = Decoder(wire.Single | list[wire.Single | None] | None).decode

MADE: Mapping[str, Read] = {
    "digits": lambda number, numeric: encode(digits(_number(number), _numeric(numeric))),
    "value": lambda raw: encode(value_and_values(_custom(raw))[0]),
    "values": lambda raw: encode(value_and_values(_custom(raw))[1]),
}
"""By the attribute of the graph: what makes it where native code does not, of the attributes of the JSON that ``upstream_fields`` names."""
KINDS = {"digits": Part.DIGITS, "value": Part.SINGLE, "values": Part.VALUES}
STANDARDIZED = Names(Remembered(lambda raw: encode(standardized(decode(raw))), _VALUES))


def _named(read: Callable[[object], Any]) -> Names:
    """Return what names the values of an enumeration."""

    def name(raw: bytes) -> bytes:
        member = read(decode(raw))
        return encode(None if member is None else member.name)

    return Names(Remembered(name, _VALUES))


class Written(NamedTuple):
    """A profile that was written: what the rules of lookups look at, and its JSON."""

    profile_id: int
    is_active: bool | None
    json: bytes


class Straight:
    """Reads the answers of one selection, of which the view narrows some lists."""

    def __init__(self, selection: Selection, narrowed: frozenset[str]) -> None:
        """Make the shapes.

        Raises:
            ValueError: one of them is too wide.
        """
        self._shape = _Shapes({name: keep for name, keep in _NARROWING.items() if name in narrowed}).of(selection)

    def profiles(self, body: bytes, lookup: Lookup, seen: list[int]) -> list[bytes]:
        """Return the JSON of each profile that an upstream answer holds for a lookup; their ids are added to ``seen``.

        Raises:
            ValueError: the JSON is none, or something in it is unusual.
            MsgspecError: likewise.
            GatewayError: the answer breaks a rule of the lookup.
        """
        found: list[Any] = [*map(Written._make, profiles(self._shape, body, encode(lookup.account_id)))]
        found.sort(key=attrgetter("profile_id"))
        answers: Any = answer(lookup, tuple(found))  # it looks at the id and the activity alone, which these have too
        seen += [profile.profile_id for profile in answers]
        return [profile.json for profile in answers]


class _Shapes:
    """Makes the shape of each selection once."""

    def __init__(self, narrowing: Mapping[str, Keep]) -> None:
        """Show of the lists with these attributes only what the functions tell."""
        self._narrowing = narrowing
        self._known: dict[Selection, Shape] = {}

    def of(self, selection: Selection) -> Shape:
        """Return the shape of a selection.

        Raises:
            ValueError: it is too wide.
        """
        if selection not in self._known:
            self._known[selection] = _Draft(self, self._narrowing, UPSTREAM[selection.type]).shape(selection)
        return self._known[selection]


class _Draft:
    """One shape while its slots and parts are collected."""

    def __init__(self, shapes: _Shapes, narrowing: Mapping[str, Keep], upstream: Upstream) -> None:
        self._shapes = shapes
        self._narrowing = narrowing
        self._upstream = upstream
        self._slots: list[Slot] = []
        self._leaves: dict[str, int] = {}

    def shape(self, selection: Selection) -> Shape:
        parts = self._parts(selection)
        readings = self._upstream.readings.values()
        null_without = tuple(map(self._slot, readings)) if selection.type in ALL_OR_NULL else ()
        activity = self._leaf("is_active", Kind.FLAG) if self._upstream.may_be_inactive else -1
        if selection.type == "Profile":
            self._slot(PROFILE_ID)
        drops = self._upstream.may_be_inactive and selection.type != "Profile"
        return Shape(tuple(self._slots), parts, activity=activity, drops_inactive=drops, null_without=null_without)

    def _parts(self, selection: Selection) -> tuple[tuple[bytes, Part, int, Any], ...]:
        parts = []
        for place, shown in enumerate(selection.parts):
            before = b'%b"%b":' % (b"," if place else b"", shown.key.encode())
            parts.append((before, *self._part(selection, shown)))
        return tuple(parts)

    def _part(self, selection: Selection, shown: Shown) -> tuple[Part, int, Any]:
        if shown.attribute == TYPENAME:
            return Part.CONSTANT, -1, encode(selection.type)
        reading = UPSTREAM[selection.type].readings[shown.attribute]
        if isinstance(shown, Branch):
            return self._branch(shown, reading)
        if reading == ACCOUNT:
            return Part.ACCOUNT, -1, None
        if isinstance(reading, Made) and shown.attribute in MADE:
            return self._made(shown.attribute, reading)
        return Part.SLOT, self._slot(reading), None

    def _made(self, attribute: str, reading: Made) -> tuple[Part, int, Any]:
        slots = tuple([self._slot(Text(wire)) if wire == "phone_number" else self._leaf(wire, Kind.ANY) for wire in reading.wires])
        return KINDS[attribute], slots[0], (MADE[attribute], slots)

    def _branch(self, shown: Branch, reading: Reading) -> tuple[Part, int, Any]:
        match reading:
            case Group(None):
                needed = tuple([self._slot(each) for each in UPSTREAM[shown.selection.type].readings.values()])
                return Part.GROUP, -1, Shape((), self._parts(shown.selection), null_without=needed)
            case Group(str(wire)):
                return Part.SLOT, self._new(wire, Kind.OBJECT, (self._shapes.of(shown.selection), None)), None
            case Several(wire):
                about = self._shapes.of(shown.selection), self._narrowing.get(shown.attribute)
                return Part.SLOT, self._new(wire, Kind.LIST, about), None
        raise AssertionError(reading)

    def _slot(self, reading: Reading) -> int:
        match reading:
            case Text(wire, often_a_number):
                return self._leaf(wire, Kind.TEXT_OR_NUMBER if often_a_number else Kind.TEXT)
            case Date(wire, utc):
                return self._leaf(wire, Kind.DATE, _UTC if utc else _EASTERN)
            case Choice(wire, read):
                return self._leaf(wire, Kind.CHOICE, _named(read))
            case Flag(wire):
                return self._leaf(wire, Kind.FLAG)
            case Made(("profile_id",), _):
                return self._leaf("profile_id", Kind.ID)
            case Made(("cass_status",), _):
                return self._leaf("cass_status", Kind.CHOICE, STANDARDIZED)
        raise AssertionError(reading)

    def _leaf(self, wire: str, kind: Kind, about: object = None) -> int:
        """Return the one slot of an attribute, however often it is shown."""
        if wire not in self._leaves:
            self._leaves[wire] = self._new(wire, kind, about)
        return self._leaves[wire]

    def _new(self, wire: str, kind: Kind, about: object) -> int:
        self._slots.append((self._upstream.json_name(wire).encode(), kind, about))
        return len(self._slots) - 1
