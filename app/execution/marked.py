"""Which personal fields an operation selects, and which of them an answer really holds.

What is selected is worked out once for an operation, as a type that msgspec decodes: it has nothing but the personal fields and what leads
to them, so the rest of an answer is passed over. Where ``@defer`` or ``@stream`` delay something, an answer comes in several parts, and
each further one says to which place of the answer its data belong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeAlias

import msgspec
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_operation_ast,
)
from msgspec import Raw, Struct

from app.schema.personal import mask_of

Type: TypeAlias = Any
"""A type that msgspec decodes."""
Fragments: TypeAlias = Mapping[str, FragmentDefinitionNode]
Seek: TypeAlias = Callable[[Any, set[str]], None]
"""Adds to a set which personal fields of something decoded are not null."""
NULL, EMPTY_LIST = b"null", b"[]"
"""One of them stands in every answer that lacks something."""
Path: TypeAlias = tuple[str, ...]
"""The keys that lead to a level, without the positions in lists."""


class Place(Struct):
    """Where something is delayed."""

    id: str
    path: list[str | int]


class Delayed(Struct, rename="camel"):
    """What was delayed: an object, or items of a list."""

    id: str
    sub_path: list[str | int] = []
    data: Raw = Raw()
    items: Raw = Raw()


class Part(Struct):
    """A part of an answer; most answers are one."""

    data: Raw = Raw()
    pending: list[Place] = []
    incremental: list[Delayed] = []


PART = msgspec.json.Decoder(Part)


class Level(Struct):
    """One level of an answer.

    Attributes:
        names: what each personal key holds, such as ``Email.address``.
        below: the levels that lead to more.
        everything: personal on this level and below.
    """

    names: dict[str, str]
    below: dict[str, "Level"]
    everything: frozenset[str]

    def decoded(self) -> Type:
        """Make the type that the level is decoded to: an object, a list of them, or null; anything, where nothing is personal."""
        if not self.everything:
            return Raw
        inner = [(key, str | None) for key in self.names] + [(key, level.decoded()) for key, level in self.below.items()]
        fields = [(f"field_{number}", kind, None) for number, (_, kind) in enumerate(inner)]
        made = msgspec.defstruct("Part", fields, rename={f"field_{number}": key for number, (key, _) in enumerate(inner)})
        return list[made | None] | made | None  # type: ignore[valid-type] # made just now

    def at(self, path: Path) -> "Level":
        """Return the level to which a path leads; where nothing is personal, an empty one."""
        level = self
        for key in path:
            level = level.below.get(key, EMPTY)
        return level


EMPTY = Level({}, {}, frozenset())


class Marked:
    """The personal fields of one operation.

    Attributes:
        selected: all of them.
    """

    def __init__(self, level: Level, *, always: bool = False) -> None:
        """Look for what ``level`` has; ``always``: no directive ever leaves anything out."""
        self.selected = level.everything
        self._always = always
        self._level = level
        self._known: dict[Path, tuple[msgspec.json.Decoder[Any], Seek]] = {}
        self._whole = msgspec.json.Decoder(msgspec.defstruct("Whole", [("data", level.decoded(), None)]))
        self._seek = seeker(level)

    def in_answer(self, parts: Sequence[bytes]) -> AbstractSet[str]:
        """Return those that are not null somewhere in the parts of an answer; in one without any gap, that is all of them."""
        first = parts[0]
        if not self.selected or (self._always and first.find(NULL) < 0 and first.find(EMPTY_LIST) < 0):  # ``in`` takes twice as long
            return self.selected
        found: set[str] = set()
        if len(parts) == 1:
            whole: Any = self._whole.decode(first)
            self._seek(whole.data, found)
            return found
        for path, data in placed(parts):
            decoder, seek = self._at(path)
            seek(decoder.decode(data), found)
        return found

    def _at(self, path: Path) -> tuple[msgspec.json.Decoder[Any], Seek]:
        """Return what decodes the data at a path, and looks through them; the operation has few of them."""
        if path not in self._known:
            level = self._level.at(path)
            self._known[path] = msgspec.json.Decoder(level.decoded()), seeker(level)
        return self._known[path]


def placed(parts: Iterable[bytes]) -> Iterator[tuple[Path, Raw]]:
    """Yield the data of an answer, and where they belong."""
    places: dict[str, list[str | int]] = {}
    for part in map(PART.decode, parts):
        places.update({place.id: place.path for place in part.pending})
        if part.data:
            yield (), part.data
        for delayed in part.incremental:
            keys = tuple(key for key in places[delayed.id] + delayed.sub_path if isinstance(key, str))
            yield keys, delayed.data or delayed.items


def seeker(level: Level) -> Seek:
    """Make what looks through a decoded level; a part with nothing new in it is not looked at."""
    names, inner, everything = tuple(level.names.values()), tuple(map(seeker, level.below.values())), level.everything

    def seek(value: Any, found: set[str]) -> None:  # noqa: ANN401 - made by ``Level.decoded``
        for item in value if isinstance(value, list) else (value,):
            if item is None or found >= everything:
                continue
            values = iter(msgspec.structs.astuple(item))
            for name in names:
                if next(values) is not None:
                    found.add(name)
            for seek_below in inner:
                seek_below(next(values), found)

    return seek


def marked(schema: GraphQLSchema, document: DocumentNode, operation_name: str | None, *, always: bool = False) -> Marked:
    """Find the personal fields of an operation, also those that a directive may leave out; ``always``: there is no directive."""
    operation = get_operation_ast(document, operation_name)
    if operation is None or schema.query_type is None:
        return Marked(Level({}, {}, frozenset()))
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return Marked(level_of(schema, schema.query_type, [operation.selection_set], fragments), always=always)


def level_of(schema: GraphQLSchema, parent: GraphQLNamedType, sets: Sequence[SelectionSetNode], fragments: Fragments) -> Level:
    """Work out one level; selections of the same key are one."""
    names, inner = dict[str, str](), dict[str, tuple[GraphQLNamedType, list[SelectionSetNode]]]()
    for owner, node in fields_of(schema, parent, sets, fragments):
        field = owner.fields.get(node.name.value) if isinstance(owner, GraphQLObjectType) else None
        key = node.alias.value if node.alias else node.name.value
        if field and node.selection_set:
            inner.setdefault(key, (get_named_type(field.type), []))[1].append(node.selection_set)
        elif field and mask_of(field):
            names[key] = f"{owner.name}.{node.name.value}"
    below = {key: level_of(schema, kind, some, fragments) for key, (kind, some) in inner.items()}
    below = {key: level for key, level in below.items() if level.everything}
    return Level(names, below, frozenset(names.values()).union(*(level.everything for level in below.values())))


def fields_of(
    schema: GraphQLSchema, parent: GraphQLNamedType, sets: Sequence[SelectionSetNode], fragments: Fragments
) -> Iterator[tuple[GraphQLNamedType, FieldNode]]:
    """Yield the fields of a level and their types; each fragment counts once."""
    pending, seen = [(parent, selections) for selections in sets], set[str]()
    while pending:
        owner, selections = pending.pop()
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                yield owner, selection
            elif not (isinstance(selection, FragmentSpreadNode) and selection.name.value in seen):
                pending.append(opened(schema, owner, selection, fragments, seen))


def opened(
    schema: GraphQLSchema, owner: GraphQLNamedType, selection: SelectionNode, fragments: Fragments, seen: set[str]
) -> tuple[GraphQLNamedType, SelectionSetNode]:
    """Return the type and the selections of a fragment, named or inline."""
    if isinstance(selection, FragmentSpreadNode):
        seen.add(selection.name.value)
        selection = fragments[selection.name.value]  # type: ignore[assignment] # it has the same two attributes
    condition = getattr(selection, "type_condition", None)
    return schema.type_map[condition.name.value] if condition else owner, selection.selection_set  # type: ignore[attr-defined] # fragments have one
