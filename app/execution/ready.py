"""Values that are all there are written as they will stand in the answer: object by object, where graphql-core goes value by value.

Objects whose values have the same types, attribute by attribute, are written alike; how is found out for the first of them. Most leaves
need nothing at all, so the work is taking many attributes at once, and writing what is left: enumerations, objects and lists.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

Fields: TypeAlias = dict[str, Any]
Write: TypeAlias = Callable[[Any], Any]


class NotReady(Exception):
    """Here or below is a value of an unexpected type: unread, null where none may be, or nothing that a leaf is made of."""


class Writes(dict[type, Write]):
    """How a value is written, by its type."""

    def __missing__(self, kind: type) -> Write:
        """Refuse a value of another type."""
        raise NotReady


class ConstantWrites(Writes):
    """The same word is written whatever the value."""

    def __init__(self, word: str) -> None:
        """Write this."""
        super().__init__()
        self._word = word

    def __missing__(self, kind: type) -> Write:
        """Take any value."""
        return lambda _: self._word


class ObjectWrites(Writes):
    """How an object is written: by one selection, whatever its type."""

    def __init__(self, selected: "Selected") -> None:
        """Write what is selected."""
        super().__init__()
        self._selected = selected

    def __missing__(self, kind: type) -> Write:
        """Take any value of the model, and remember its type."""
        if not issubclass(kind, Struct):
            raise NotReady
        self[kind] = self._selected.whole
        return self._selected.whole


class Ready(NamedTuple):
    """A field whose value is an attribute.

    Attributes:
        name: its key in the answer.
        attribute: the attribute that holds it.
        writes: how it is written.
    """

    name: str
    attribute: str
    writes: Writes


class Shape(NamedTuple):
    """What is to be done about objects whose values have the same types.

    Attributes:
        changes: fields that are not written as they are.
        odd: fields of values of unexpected types.
    """

    changes: Sequence[tuple[str, Write]]
    odd: Sequence[str]


class Shapes(dict[tuple[type, ...], Shape]):
    """The shapes met so far, by the types of the values."""

    def __init__(self, fields: Sequence[Ready]) -> None:
        """Begin with none."""
        super().__init__()
        self._fields = fields

    def __missing__(self, kinds: tuple[type, ...]) -> Shape:
        """Find out what is to be done about the first object of a shape."""
        changes, odd = [], []
        for field, kind in zip(self._fields, kinds, strict=True):
            try:
                write = field.writes[kind]
            except NotReady:
                odd.append(field.name)
                continue
            if write is not unchanged:
                changes.append((field.name, write))
        shape = self[kinds] = Shape(changes, odd)
        return shape


class Selected:
    """Such fields of one selection set, in its order."""

    def __init__(self, fields: Sequence[Ready]) -> None:
        """Begin without any shape."""
        self._names = [field.name for field in fields]
        self._values = all_of([field.attribute for field in fields])
        self._shapes = Shapes(fields)

    def whole(self, source: object) -> Fields:
        """Write all fields of an object.

        Raises:
            NotReady: for at least one of them it is not possible.
        """
        values = self._values(source)
        shape = self._shapes[tuple(map(type, values))]
        if shape.odd:
            raise NotReady
        fields = dict(zip(self._names, values, strict=True))
        for name, write in shape.changes:
            fields[name] = write(fields[name])
        return fields

    def partly(self, source: object) -> Fields:
        """Write the fields of an object for which it is possible."""
        values = self._values(source)
        shape = self._shapes[tuple(map(type, values))]
        fields = dict(zip(self._names, values, strict=True))
        for name in shape.odd:
            del fields[name]
        for name, write in shape.changes:
            try:
                fields[name] = write(fields[name])
            except NotReady:
                del fields[name]
        return fields


def all_of(attributes: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """Return what takes all of these attributes at once; ``attrgetter`` alone makes no tuple of one."""
    if len(attributes) > 1:
        return attrgetter(*attributes)
    return lambda source: tuple([getattr(source, attribute) for attribute in attributes])


def listed(writes: Writes) -> Write:
    """Write a list whose items are written so."""
    return lambda items: [writes[type(item)](item) for item in items]


def unchanged(value: Any) -> Any:  # noqa: ANN401 - any leaf
    """Write a value as it is."""
    return value
