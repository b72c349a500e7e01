"""Which personal fields an operation selects, and which of them an answer really holds.

What is selected is worked out once for an operation, as a type that msgspec decodes: it has nothing but the personal fields and what leads
to them, so the rest of an answer is passed over. Where ``@defer`` or ``@stream`` delay something, an answer comes in several parts, and
each further one says to which place of the answer its data belong.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        """Make the type that the level is decoded to: an object, a list of them, or null."""
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

    def __init__(self, level: Level) -> None:
        """Look for what ``level`` has."""
        self.selected = level.everything
        self._level = level
        self._known: dict[Path, tuple[Level, msgspec.json.Decoder[Any]]] = {}
        self._whole = msgspec.json.Decoder(msgspec.defstruct("Whole", [("data", level.decoded(), None)]))

    def in_answer(self, parts: Sequence[bytes]) -> frozenset[str]:
        """Return those that are not null somewhere in the parts of an answer."""
        found: set[str] = set()
        if not self.selected:
            return frozenset()
        if len(parts) == 1:
            whole: Any = self._whole.decode(parts[0])
            look(whole.data, self._level, found)
            return frozenset(found)
        for path, data in placed(parts):
            level, decoder = self._decoder(path)
            if level.everything:
                look(decoder.decode(data), level, found)
        return frozenset(found)

    def _decoder(self, path: Path) -> tuple[Level, msgspec.json.Decoder[Any]]:
        """Return what decodes the data at a path; the operation has few of them."""
        if path not in self._known:
            level = self._level.at(path)
            self._known[path] = level, msgspec.json.Decoder(level.decoded())
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


def look(value: Any, level: Level, found: set[str]) -> None:  # noqa: ANN401 - made by ``Level.decoded``
    """Add to ``found`` what is not null; a part with nothing new in it is not looked at."""
    if value is None or found >= level.everything:
        return
    if isinstance(value, list):
        for item in value:
            look(item, level, found)
        return
    values = iter(msgspec.structs.astuple(value))
    for name in level.names.values():
        if next(values) is not None:
            found.add(name)
    for inner in level.below.values():
        look(next(values), inner, found)


def marked(schema: GraphQLSchema, document: DocumentNode, operation_name: str | None) -> Marked:
    """Find the personal fields of an operation; ``@skip`` and ``@include`` do not count here."""
    operation = get_operation_ast(document, operation_name)
    if operation is None or schema.query_type is None:
        return Marked(Level({}, {}, frozenset()))
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    return Marked(level_of(schema, schema.query_type, [operation.selection_set], fragments))


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
