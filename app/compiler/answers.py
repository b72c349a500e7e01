"""What an execution gives: the JSON of each root field, and the errors met.

JSON stays in pieces until all are there: each time that pieces are put together, a large answer stands in memory once more.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

from graphql import GraphQLError, located_error
from msgspec import Struct

from app.compiler.plan import Root
from app.errors import GatewayError
from app.seen import Seen
from app.source.protocol import Found, Lookup

Pieces: TypeAlias = list[bytes]
"""JSON, when they are put together."""

NULL = b"null"


class PlainWay(Exception):
    """An operation goes the plain way; the text says why, in words for a report."""


class Answers(Protocol):
    """What a source answered to the lookups of one request.

    Attributes:
        in_levels: whether the plain way reads this source edge by edge, and so meets errors in that order; else it goes down each object.
    """

    in_levels: bool

    def value(self, root: Root, lookup: Lookup, seen: Seen, *, many: bool) -> Pieces:
        """Return the JSON of a root field's profiles, or of the first one.

        Raises:
            GatewayError: the lookup's own error.
        """
        ...

    def found(self) -> Mapping[Lookup, Found]:
        """Return what the plain way can take over."""
        ...


class Executed(Struct):
    """The answer of an operation.

    Attributes:
        data: as JSON; empty when it is not for the compiled way to answer.
        errors: as graphql-core would report them.
    """

    data: Pieces
    errors: list[GraphQLError]


def joined(parts: Mapping[str, Pieces]) -> Pieces:
    """Write an object whose values are JSON already; GraphQL's names need no escaping."""
    pieces = [b"{"]
    for key, value in parts.items():
        pieces += (b'"%b":' % key.encode(), *value, b",")
    return ended(pieces, b"}")


def listed(items: Iterable[Pieces]) -> Pieces:
    """Write a list of JSON values."""
    pieces = [b"["]
    for item in items:
        pieces += item
        pieces.append(b",")
    return ended(pieces, b"]")


def ended(pieces: Pieces, end: bytes) -> Pieces:
    """Put the end in the place of the last comma, if there is one."""
    return [*pieces[:-1], end] if len(pieces) > 1 else [*pieces, end]


def error_at(root: Root, failure: GatewayError, place: int | None = None) -> GraphQLError:
    """Say that a root field failed, or one of its positions: the error that graphql-core reports then.

    Where it came from leads to the frames that hold what was read, and these errors; without that, no cycle is left to be collected.
    """
    failure.__traceback__ = failure.__context__ = None
    return located_error(failure, list(root.nodes), path_of(root, place))


def path_of(root: Root, place: int | None) -> list[str | int]:
    """Return where a root field stands in the answer, or one of its positions."""
    return [root.key] if place is None else [root.key, place]
