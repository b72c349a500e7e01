"""Apollo's inline traces (``ftv1``): when each field began and ended, for a router that draws where the time of a query went.

The shape is the message ``Trace`` of Apollo's ``reports.proto``; so little of it is needed that it is written here by hand.
"""

import base64
from collections.abc import Awaitable, Callable, Iterable, Sequence
from inspect import isawaitable
from time import perf_counter_ns, time_ns
from typing import Any

import orjson
from graphql import GraphQLFormattedError, GraphQLResolveInfo

from app.execution.protobuf import message, number, text

SECOND_NS = 1_000_000_000


class Node:
    """A field of the answer, or a position in a list, with what stands below it."""

    def __init__(self, key: str | int | None = None) -> None:
        """Begin without times."""
        self.head = b"" if key is None else text(1, key) if isinstance(key, str) else number(2, key)
        self.times: dict[int, int] = {}
        self.errors: list[bytes] = []
        self.children: dict[str | int, Node] = {}

    def below(self, path: Iterable[str | int]) -> "Node":
        """Return the node at a path, made where it is missing."""
        node = self
        for key in path:
            node = node.children.get(key) or node.children.setdefault(key, Node(key))
        return node

    def encoded(self) -> bytes:
        """Write the message ``Trace.Node``."""
        times = b"".join(number(field, value) for field, value in self.times.items())
        errors = b"".join(message(11, error) for error in self.errors)
        return self.head + times + errors + b"".join(message(12, child.encoded()) for child in self.children.values())


class Trace:
    """The times of one operation. As graphql-core's middleware it stands around every resolver."""

    def __init__(self) -> None:
        """Start the clock."""
        self._began_at, self._began = time_ns(), perf_counter_ns()
        self._root = Node()

    def resolve(self, resolve: Callable[..., object], source: object, info: GraphQLResolveInfo[Any], **arguments: object) -> object:
        """Resolve a field, and remember when."""
        node = self._started(info)
        try:
            result = resolve(source, info, **arguments)
        finally:
            node.times[9] = self._passed()
        return self._awaited(node, result) if isawaitable(result) else result

    def encoded(self, errors: Sequence[GraphQLFormattedError]) -> str:
        """Write the message ``Trace`` as it stands in ``extensions.ftv1``, with the answer's public errors at their places."""
        for error in errors:
            self._root.below(error.get("path", ())).errors.append(encoded_error(error))
        duration = self._passed()
        times = message(4, timestamp(self._began_at)) + message(3, timestamp(self._began_at + duration)) + number(11, duration)
        return base64.b64encode(times + message(14, self._root.encoded())).decode()

    def _passed(self) -> int:
        return perf_counter_ns() - self._began

    def _started(self, info: GraphQLResolveInfo[Any]) -> Node:
        node = self._root.below(info.path.as_list())
        alias = b"" if info.path.key == info.field_name else text(14, info.field_name)
        node.head += text(3, str(info.return_type)) + text(13, info.parent_type.name) + alias
        node.times[8] = self._passed()
        return node

    async def _awaited(self, node: Node, result: Awaitable[object]) -> object:
        try:
            return await result
        finally:
            node.times[9] = self._passed()


def encoded_error(error: GraphQLFormattedError) -> bytes:
    """Write the message ``Trace.Error``."""
    locations = b"".join(message(2, number(1, place["line"]) + number(2, place["column"])) for place in error.get("locations", []))
    return text(1, error["message"]) + locations + text(4, orjson.dumps(error).decode())


def timestamp(nanoseconds: int) -> bytes:
    """Write the message ``google.protobuf.Timestamp``."""
    seconds, rest = divmod(nanoseconds, SECOND_NS)
    return number(1, seconds) + number(2, rest)
