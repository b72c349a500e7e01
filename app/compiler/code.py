"""From a selection to Python: functions that turn decoded objects into objects to encode, in place.

For each selection there is one function. It takes a list of objects as msgspec decoded them, and for each of them normalises dates,
enumerations and texts, leaves out what is inactive or empty, does the same for the lists below, and names the type to encode it as::

    def consent_1(items):
        # Consent: status collectedAt
        for it in items:
            it.consent_status = name_of_consent_status[it.consent_status]
            v = it.consent_date
            if v is not None:
                if 'Z' in v: saw(v)
                else: it.consent_date = moved_from_utc(v)
            it.__class__ = Consent_1
        return items

There are two styles. *Quick* code is for what usually comes: JSON of other types makes decoding fail, an unusual date is found when all
are tested together, and then *careful* code reads the same answer. Both apply the same rules.
"""

from typing import Any, NamedTuple

from msgspec import UNSET, Raw, Struct
from msgspec.json import Decoder

from app.compiler.expressions import choice_names, value_of, wire_of
from app.compiler.layout import ALL_OR_NULL, Layout, Slot, Type, built_type, decoded_type, encoded_type
from app.compiler.lines import Lines
from app.compiler.plan import TYPENAME, Branch, Selection
from app.compiler.upstream_fields import UPSTREAM, Choice, Date, Group, Made, Reading, Text

NARROWED = {"preferences": "expressed", "consents": "latest"}
"""By the attribute of a list: what tells which of its items a narrow view shows."""


class Style(NamedTuple):
    """How code is written.

    Attributes:
        careful: for everything that may come, instead of what usually comes.
        narrowed: the attributes of those lists that the view narrows.
    """

    careful: bool = False
    narrowed: frozenset[str] = frozenset()


class Shape(NamedTuple):
    """What was made of one selection.

    Attributes:
        name: of its function and of the type that it is encoded as.
        decoded: the type that it is decoded into.
    """

    name: str
    decoded: type[Struct]


class Code:
    """The code of a selection and of all below it.

    Attributes:
        lines: the text.
        names: what the text refers to: types and decoders.
    """

    def __init__(self, style: Style) -> None:
        """Start with nothing written."""
        self.lines = Lines()
        self.names: dict[str, Any] = {"UNSET": UNSET}
        self._style = style
        self._shapes: dict[Selection, Shape] = {}

    def shape(self, selection: Selection) -> Shape:
        """Write the function of a selection, unless it is there."""
        if selection not in self._shapes:
            self._shapes[selection] = self._types(selection)
        return self._shapes[selection]

    def _types(self, selection: Selection) -> Shape:
        layout = Layout(selection)
        children = {slot.name: self._child(layout, slot) for slot in layout.slots.values() if slot.branches and not slot.is_extra}
        name = f"{selection.type}_{len(self._shapes) + 1}"
        decoded = decoded_type(f"{name}_upstream", layout, children, careful=self._style.careful)
        encoded = encoded_type(name, layout)
        assert decoded.__struct_fields__ == encoded.__struct_fields__
        self.names[name] = encoded
        if selection.type not in ALL_OR_NULL:
            _Function(self, layout, name, self._style).write()
        return Shape(name, decoded)

    def _child(self, layout: Layout, slot: Slot) -> Type:
        """Return the type of a slot that holds objects; its JSON as it is, where that must be decoded more than once."""
        if self.is_raw(layout, slot):
            return Raw
        return self.content(slot.branches[0])

    def is_raw(self, layout: Layout, slot: Slot) -> bool:
        """Whether the JSON of a slot is decoded later: two keys show it differently, or a view hides some of its items."""
        return layout.shared(slot) or slot.branches[0].attribute in self._style.narrowed

    def content(self, branch: Branch) -> Type:
        """Return the type that the JSON of a field is decoded into."""
        decoded: Type = self.shape(branch.selection).decoded
        if not branch.many:
            return decoded | None
        return list[decoded | None] | None if self._style.careful or branch.attribute in self._style.narrowed else list[decoded] | None

    def decoder(self, branch: Branch) -> str:
        """Name the decoder of a field whose JSON was kept."""
        name = f"decode_{self.shape(branch.selection).name}{'s' if branch.many else ''}"
        self.names.setdefault(name, Decoder(self.content(branch)).decode)
        return name


def code_of(selection: Selection, style: Style) -> str:
    """Return the code of a selection, to be looked at."""
    code = Code(style)
    code.shape(selection)
    return str(code.lines)


class _Function:
    """Writes one function."""

    def __init__(self, code: Code, layout: Layout, name: str, style: Style) -> None:
        self.code = code
        self.layout = layout
        self.name = name
        self.careful = style.careful
        self.narrowed = style.narrowed
        self.lines = Lines()

    def write(self) -> None:
        """Write it below what is there; those that it calls were written when its types were made."""
        keys = " ".join(part.key for part in self.layout.selection.parts)
        with self.lines.block(f"def {self.name.lower()}(items, account):"):
            self.lines.add(f"# {self.layout.selection.type}: {keys}", *self._filter())
            with self.lines.block("for it in items:"):
                self._object("it", self.layout)
                self.lines.add(f"it.__class__ = {self.name}")
            self.lines.add("return items")
        self.code.lines.add(*str(self.lines).splitlines(), "")

    def _filter(self) -> list[str]:
        if self.layout.selection.type == "Profile":
            return []  # whether inactive profiles are shown, the lookup tells
        if self.careful:
            return ["items = [it for it in items if it is not None and it.is_active is not False]"]
        return ["items = [it for it in items if it.is_active is not False]"] if self.layout.upstream.may_be_inactive else []

    def _object(self, it: str, layout: Layout) -> None:
        """Write what is done to one object: first what is made of several attributes, then the slots, then their copies."""
        made = [(part, slot) for part, slot in layout.places if isinstance(slot.reading, Made) or slot.reading == Group(None)]
        slots = [(part, slot) for part, slot in layout.places if not slot.is_extra]
        copies = [(part, slot) for part, slot in layout.places if slot.is_extra and (part, slot) not in made and slot.constant is None]
        for part, slot in made + slots + copies:
            if isinstance(part, Branch):
                self._branch(it, layout, part, slot)
            else:
                self._leaf(it, slot)
        self._empty(it, layout)

    def _empty(self, it: str, layout: Layout) -> None:
        """Hide what is not selected. What cannot have come is empty already."""
        left = [name for name in layout.hidden if self.careful or name != "is_active" or layout.upstream.may_be_inactive]
        if left:
            self.lines.add(" = ".join([*(f"{it}.{name}" for name in left), "UNSET"]))

    def _leaf(self, it: str, slot: Slot) -> None:
        """Write how one leaf is read. This is the one place where that is decided."""
        target = f"{it}.{slot.name}"
        match slot.reading:
            case Made(_, expression):
                self.lines.add(f"{target} = {expression.format(object=it)}")
            case Text() | Date() | Choice() as reading if not slot.is_extra:
                self._in_place(target, reading)
            case reading if slot.is_extra:
                self.lines.add(f"{target} = {it}.{wire_of(reading)}")

    def _in_place(self, target: str, reading: Text | Date | Choice) -> None:
        if self.careful:
            self.lines.add(f"{target} = {value_of(target, reading)}")
            return
        match reading:
            case Choice(_, read):
                self.lines.add(f"{target} = {choice_names(read)}[{target}]")
            case Date(_, utc):
                self.lines.add(f"v = {target}")
                with self.lines.block("if v is not None:"):
                    self.lines.add("if 'Z' in v: saw(v)", f"else: {target} = moved{'_from_utc' if utc else ''}(v)")
            case Text(often_a_number=True):
                self.lines.add(f"if {target}.__class__ is not str: {target} = text({target})")

    def _branch(self, it: str, layout: Layout, branch: Branch, slot: Slot) -> None:
        if slot.reading == Group(None):
            self._built(it, branch, slot)
            return
        if slot.is_extra or self.code.is_raw(layout, slot):
            self._decoded_later(it, layout, branch, slot)
        if branch.many:
            self._list(f"{it}.{slot.name}", branch)
        else:
            self._group(f"{it}.{slot.name}", branch)

    def _decoded_later(self, it: str, layout: Layout, branch: Branch, slot: Slot) -> None:
        """Decode a list or an object whose JSON was kept."""
        source, target = f"{it}.{wire_of(slot.reading)}", f"{it}.{slot.name}"
        keep = f"raw_{layout.upstream.json_name(wire_of(slot.reading))}"
        if not slot.is_extra:
            self.lines.add(f"{keep} = {source}")
        with self.lines.block(f"if {keep} is not None:"):
            decoded = f"{self.code.decoder(branch)}({keep})"
            self.lines.add(f"{target} = {decoded}")
            if branch.attribute in self.narrowed:
                kept = f"{NARROWED[branch.attribute]}({keep})"
                self.lines.add(f"if {target}: {target} = [*compress({target}, {kept})]")

    def _list(self, target: str, branch: Branch) -> None:
        function = self.code.shape(branch.selection).name.lower()
        self.lines.add(f"v = {target}", f"if v: {target} = {function}(v, account)")

    def _group(self, target: str, branch: Branch) -> None:
        """Write an object that is null when nothing is in it."""
        shape, layout = self.code.shape(branch.selection), Layout(branch.selection)
        it = f"its_{branch.attribute}"
        self.lines.add(f"{it} = {target}")
        with self.lines.block(f"if {it} is not None:"):
            self._slots(it, layout)
            inactive = [f"{it}.is_active is False"] if self.careful else []
            empty = " and ".join(self._is_null(it, reading, layout) for reading in layout.upstream.readings.values())
            self.lines.add(f"if {' or '.join([*inactive, empty])}: {target} = None")
            with self.lines.block("else:"):
                self._copies(it, layout)
                self._empty(it, layout)
                self.lines.add(f"{it}.__class__ = {shape.name}")

    def _slots(self, it: str, layout: Layout) -> None:
        for _, slot in layout.places:
            if not slot.is_extra:
                self._leaf(it, slot)

    def _copies(self, it: str, layout: Layout) -> None:
        for _, slot in layout.places:
            if slot.is_extra and slot.constant is None:
                self._leaf(it, slot)

    def _is_null(self, it: str, reading: Reading, layout: Layout) -> str:
        """Say that an attribute is null: the slot's when it is selected, and read already, else what would be read."""
        name = wire_of(reading)
        known = layout.slots[name].key is not None or isinstance(reading, Text)
        return f"{it}.{name} is None" if known else f"{value_of(f'{it}.{name}', reading)} is None"

    def _built(self, it: str, branch: Branch, slot: Slot) -> None:
        """Write an object that the JSON keeps in its parent."""
        readings = UPSTREAM[branch.selection.type].readings
        parts = branch.selection.parts
        name = f"{branch.selection.type}_of_{self.name}_{slot.name}"
        self.code.names[name] = built_type(name, [part.key for part in parts])
        values = [
            repr(branch.selection.type) if part.attribute == TYPENAME else self._taken(it, readings[part.attribute]) for part in parts
        ]
        there = " or ".join(f"{self._taken(it, reading)} is not None" for reading in readings.values())
        self.lines.add(f"if {there}: {it}.{slot.name} = {name}({', '.join(values)})")

    def _taken(self, it: str, reading: Reading) -> str:
        """Return the expression that reads an attribute; quick code has only text where text is expected."""
        if isinstance(reading, Made):
            return reading.expression.format(object=it)
        target = f"{it}.{wire_of(reading)}"
        return value_of(target, reading) if self.careful else target
