"""A bounded mapping that forgets what was used longest ago."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """Keeps the values used last."""

    def __init__(self, capacity: int) -> None:
        """Keep at most ``capacity`` values."""
        self._capacity = capacity
        self._values: OrderedDict[Hashable, V] = OrderedDict()

    def __iter__(self) -> Iterator[V]:
        """Yield what is kept."""
        return iter(self._values.values())

    def get(self, key: Hashable) -> V | None:
        """Return a value, and count it as used."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: Hashable, value: V) -> None:
        """Keep a value."""
        self._values[key] = value
        if len(self._values) > self._capacity:
            self._values.popitem(last=False)
