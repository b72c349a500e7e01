"""How a list of values is one parameter of a statement, so that its length makes no other statement."""

from collections.abc import Iterable
from typing import Protocol

import orjson


class Lists(Protocol):
    """A database's way."""

    def one_of(self, parameter: str) -> str:
        """Return the comparison with a parameter that holds a list."""
        ...

    def value(self, values: Iterable[int | str]) -> object:
        """Return the value of such a parameter."""
        ...


class Json:
    """SQLite takes no lists, but reads them from JSON."""

    def one_of(self, parameter: str) -> str:
        """Return the comparison."""
        return f"IN (SELECT value FROM json_each(:{parameter}))"  # noqa: S608 - the name is ours

    def value(self, values: Iterable[int | str]) -> object:
        """Return the values as JSON."""
        return orjson.dumps(list(values)).decode()


class Arrays:
    """PostgreSQL takes them as they are."""

    def one_of(self, parameter: str) -> str:
        """Return the comparison."""
        return f"= ANY (:{parameter})"

    def value(self, values: Iterable[int | str]) -> object:
        """Return the values."""
        return list(values)


LISTS: dict[str, Lists] = {"sqlite": Json(), "postgresql": Arrays()}
"""By the dialect of a database."""
