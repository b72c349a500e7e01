"""What an execution gives: the JSON of each root field, and the errors met."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from graphql import GraphQLError, located_error
from msgspec import Struct

from app.compiler.plan import Root
from app.errors import GatewayError
from app.seen import Seen
from app.source.protocol import Found, Lookup

NULL = b"null"


class PlainWay(Exception):
    """An operation goes the plain way; the text says why, in words for a report."""


class Answers(Protocol):
    """What a source answered to the lookups of one request.

    Attributes:
        in_levels: whether the plain way reads this source edge by edge, and so meets errors in that order; else it goes down each object.
    """

    in_levels: bool

    def value(self, root: Root, lookup: Lookup, seen: Seen, *, many: bool) -> bytes:
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

    data: bytes
    errors: list[GraphQLError]


def joined(parts: Mapping[str, bytes]) -> bytes:
    """Write an object whose values are JSON already; GraphQL's names need no escaping."""
    return b"{" + b",".join([b'"%b":%b' % (key.encode(), value) for key, value in parts.items()]) + b"}"


def listed(items: Sequence[bytes]) -> bytes:
    """Write a list of JSON values."""
    return b"[" + b",".join(items) + b"]"


def error_at(root: Root, failure: GatewayError, place: int | None = None) -> GraphQLError:
    """Say that a root field failed, or one of its positions: the error that graphql-core reports then."""
    return located_error(failure, list(root.nodes), path_of(root, place))


def path_of(root: Root, place: int | None) -> list[str | int]:
    """Return where a root field stands in the answer, or one of its positions."""
    return [root.key] if place is None else [root.key, place]
