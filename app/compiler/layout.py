"""Where the values of a selected object stand while it is turned from the upstream's form into the answer's.

An object is decoded into a msgspec Struct with one attribute for each attribute of the JSON that is needed, changed in place, and then
told to be of another Struct type, whose attributes are the same but for the names they are encoded under. Copying them into a second
object would take three times as long.

* An attribute of the JSON that is selected once is a *slot* with a key.
* Selected again under another key, or made of several attributes: an *extra* attribute, which the JSON does not fill.
* Needed but not selected: a slot without a key. It is emptied (``UNSET``), which makes the encoder pass it over.
"""

from typing import Any, TypeAlias, get_type_hints

from msgspec import UNSET, Struct, UnsetType, defstruct, field

from app.compiler.plan import TYPENAME, Branch, Part, Selection
from app.compiler.upstream_fields import UPSTREAM, Choice, Date, Group, Made, Reading, Text, Upstream

Type: TypeAlias = Any
"""A type that msgspec decodes."""

_NOT_OF_THE_UPSTREAM = "(no attribute of the upstream) "
_NOT_OF_THE_ANSWER = "(not in the answer) "
ALL_OR_NULL = frozenset({"Edited", "Name"})
"""Types whose objects are null when all their attributes are."""


class Slot(Struct):
    """An attribute.

    Attributes:
        name: what generated code calls it: as in ``source/wire.py``, or ``x_…`` where the JSON does not fill it.
        key: where it stands in the answer; None where it does not.
        reading: how it is read, as far as the graph shows it.
        branches: what is selected below it, once for each key.
        constant: its value, where it always has the same.
    """

    name: str
    key: str | None = None
    reading: Reading | None = None
    branches: list[Branch] = []
    constant: str | None = None

    @property
    def is_extra(self) -> bool:
        """Whether the JSON does not fill it."""
        return self.name.startswith("x_")


class Layout:
    """The attributes for one selection, in the order of the answer, those without a key last."""

    def __init__(self, selection: Selection) -> None:
        """Give every part of the selection its place."""
        self.selection = selection
        self.upstream: Upstream = UPSTREAM[selection.type]
        self.slots: dict[str, Slot] = {}
        self.places: list[tuple[Part, Slot]] = []
        for part in selection.parts:
            self._place(part)
        hidden: dict[str, Reading | None] = {"is_active": None}
        for slot in list(self.slots.values()):
            hidden.update(_needed(slot))
        if selection.type in ALL_OR_NULL:
            hidden.update((name, reading) for reading in self.upstream.readings.values() for name in _wires(reading))
        if selection.type == "Profile":
            hidden["profile_id"] = None
        for name, reading in hidden.items():
            self.slots.setdefault(name, Slot(name, reading=reading))

    @property
    def hidden(self) -> list[str]:
        """The slots without a key."""
        return [slot.name for slot in self.slots.values() if slot.key is None]

    def _place(self, part: Part) -> None:
        reading = None if part.attribute == TYPENAME else self.upstream.readings[part.attribute]
        wire = getattr(reading, "wire", None)
        if wire is None or wire in self.slots:
            slot = Slot(f"x_{len(self.slots)}_{part.key}", part.key, reading, constant=self.selection.type if reading is None else None)
        else:
            slot = Slot(wire, part.key, reading)
        slot.branches = [part] if isinstance(part, Branch) else []
        self.slots[slot.name] = slot
        self.places.append((part, slot))

    def shared(self, slot: Slot) -> bool:
        """Whether another key shows the same attribute of the JSON."""
        wire = getattr(slot.reading, "wire", None)
        return wire is not None and sum(getattr(other.reading, "wire", None) == wire for _, other in self.places) > 1


def _needed(slot: Slot) -> dict[str, Reading | None]:
    """What must be decoded for an extra attribute."""
    match slot.reading:
        case Made(wires, _):
            return dict.fromkeys(wires)
        case Group(None):
            return {name: reading for reading in UPSTREAM["StandardizedAddress"].readings.values() for name in _wires(reading)}
    return {}


def _wires(reading: Reading) -> tuple[str, ...]:
    return reading.wires if isinstance(reading, Made) else () if reading.wire is None else (reading.wire,)


def decoded_type(name: str, layout: Layout, children: dict[str, Type], *, careful: bool) -> type[Struct]:
    """Make the type that the JSON is decoded into.

    Args:
        name: of the type.
        layout: its attributes.
        children: the types of slots that hold objects.
        careful: whether to take everything that ``source/wire.py`` takes; else only what is usual.
    """
    declared = get_type_hints(layout.upstream.shape, include_extras=True)
    fields: list[Any] = []
    for slot in layout.slots.values():
        if slot.is_extra:
            fields.append((slot.name, Any, field(name=_NOT_OF_THE_UPSTREAM + slot.name, default=slot.constant)))
            continue
        kind, default = children.get(slot.name), None
        if kind is None:
            kind, default = declared[slot.name] if careful else _usual(slot, layout.upstream, declared[slot.name]), None
        if kind is UnsetType:
            default = UNSET
        json_name = layout.upstream.json_name(slot.name)
        fields.append((slot.name, kind, field(name=json_name) if slot.name == "profile_id" else field(name=json_name, default=default)))
    return defstruct(name, fields, kw_only=True, gc=False)


def _usual(slot: Slot, upstream: Upstream, declared: Type) -> Type:
    """Return the type of what usually comes. Anything else makes decoding fail, and the answer is decoded again, carefully."""
    match slot.reading:
        case Text(often_a_number=False) | Date():
            return str | None
        case Choice():
            return int | str | None
    if slot.name == "is_active" and not upstream.may_be_inactive:
        return UnsetType
    return declared


def encoded_type(name: str, layout: Layout) -> type[Struct]:
    """Make the type that is encoded: the same attributes under the keys of the answer."""
    fields = [(slot.name, Any, field(name=slot.key or _NOT_OF_THE_ANSWER + slot.name, default=UNSET)) for slot in layout.slots.values()]
    return defstruct(name, fields, kw_only=True, gc=False)


def built_type(name: str, keys: list[str]) -> type[Struct]:
    """Make a type that is built by position and encoded, for objects that the JSON does not have as such."""
    return defstruct(name, [(f"x_{place}", Any, field(name=key)) for place, key in enumerate(keys)], gc=False)
