"""What a caller may not see, or only masked, taken out of the JSON of a root field.

A forbidden field is not in the plan at all, so it is neither asked for nor read; here it comes back, as null and with its error at each
path. A personal value is masked here. The JSON is decoded only as far as that is needed: what every caller may see passes through as it
is. So this is the same for every source, and nothing at all for a caller from whom nothing is withheld.
"""

from collections.abc import Sequence
from typing import Any, TypeAlias

from graphql import GraphQLError
from msgspec import Raw, Struct, defstruct, field
from msgspec.json import Decoder, Encoder

from app.schema.personal import Mask

Path: TypeAlias = list[str | int]

encode = Encoder().encode


class Below(Struct, frozen=True, eq=False):
    """A field that holds objects of which something is withheld.

    Attributes:
        name: what the graph calls it, with its type.
        many: whether it is a list.
        level: what is withheld of the objects.
    """

    name: str
    many: bool
    level: "Withheld"


class Withheld(Struct, frozen=True, eq=False):
    """What is withheld of a selection.

    Attributes:
        keys: all keys of the selection, in the order of the answer.
        fields: by key, the error of a forbidden field, which has no path yet; the mask of a personal one; what is withheld below one.
            Without any, nothing is withheld.
    """

    keys: Sequence[str]
    fields: dict[str, GraphQLError | Below | Mask]


class Withholding:
    """Withholds what is to be withheld from the JSON of one root field."""

    def __init__(self, withheld: Withheld, *, many: bool) -> None:
        """Expect a list of profiles if there may be ``many``, else one or null."""
        self._objects = Objects(Below("", many, withheld))
        self._decode = Decoder(self._objects.type).decode

    def shown(self, data: bytes, path: Path, errors: list[GraphQLError], *, in_levels: bool) -> bytes:
        """Return what the caller is shown of ``data``, and add the errors to ``errors``.

        Args:
            data: the JSON of what the caller's plan reads.
            path: where it stands in the answer.
            errors: those met before.
            in_levels: whether to meet all objects of one edge before any of the next, as where each edge is read by itself.
        """
        decoded = self._decode(data)
        left = [(self._objects, decoded, path)] if decoded is not None else []
        while left:
            later: Later = {}
            for objects, value, place in left:
                objects.withhold(value, place, errors, later if in_levels else None)
            left = [each for of_edge in later.values() for each in of_edge]
        return encode(decoded)


class Objects:
    """The objects of one field.

    Attributes:
        type: what msgspec decodes them to.
    """

    def __init__(self, below: Below) -> None:
        """Make the type: each key in its place, forbidden ones as the null that they are without a value."""
        self.many = below.many
        self.name = below.name
        self._masks: list[tuple[str, Mask]] = []
        self._fields: list[tuple[str, str, GraphQLError | Objects]] = []
        places = [(f"field_{place}", key) for place, key in enumerate(below.level.keys)]
        fields: list[Any] = [self._field(name, key, below.level.fields.get(key)) for name, key in places]
        made = defstruct("Shown", fields, kw_only=True, gc=False)
        self.type: Any = list[made] | None if below.many else made | None  # type: ignore[valid-type] # made just now

    def _field(self, name: str, key: str, what: GraphQLError | Below | Mask | None) -> tuple[Any, ...]:
        if what is None:
            return name, Raw, field(name=key)
        if isinstance(what, GraphQLError):
            self._fields.append((name, key, what))
            return name, None, field(name=key, default=None)
        if isinstance(what, Below):
            below = Objects(what)
            self._fields.append((name, key, below))
            return name, below.type, field(name=key)
        self._masks.append((name, what))
        return name, str | None, field(name=key)

    def withhold(self, value: Any, path: Path, errors: list[GraphQLError], later: "Later | None") -> None:  # noqa: ANN401 - of the type made here
        """Withhold from one object, or from each of a list; lists below are left for ``later``, if that is given."""
        if not self.many:
            self._of_object(value, path, errors, later)
            return
        for place, item in enumerate(value):
            self._of_object(item, [*path, place], errors, later)

    def _of_object(self, item: Any, path: Path, errors: list[GraphQLError], later: "Later | None") -> None:  # noqa: ANN401 - as above
        for name, mask in self._masks:
            value = getattr(item, name)
            if value is not None:
                setattr(item, name, mask(value))
        for name, key, what in self._fields:
            if isinstance(what, GraphQLError):
                errors.append(placed(what, [*path, key]))
            elif not (value := getattr(item, name)):
                continue
            elif what.many and later is not None:
                later.setdefault(what.name, []).append((what, value, [*path, key]))
            else:
                what.withhold(value, [*path, key], errors, later)


Later: TypeAlias = dict[str, list[tuple[Objects, Any, Path]]]
"""By the name of a field, the lists to look at next, and where they stand."""


def placed(error: GraphQLError, path: Path) -> GraphQLError:
    """Return the error for one path. graphql-core would look for the lines of its locations again, which takes longer than all else."""
    copy = GraphQLError(error.message, path=path, original_error=error.original_error)
    copy.nodes, copy.source, copy.positions, copy.locations = error.nodes, error.source, error.positions, error.locations
    return copy
