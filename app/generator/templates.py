"""JSON with room for a person: what differs from person to person stands as ``%(name)s`` and is filled in later.

Filling in text is far quicker than building the objects anew. The names and places that are filled in need no escaping in JSON.
"""

import re
from operator import itemgetter
from typing import NamedTuple

import orjson

from app.generator.places import Country

_FILLER = re.compile(r"%\((\w+)\)")


class Owner(NamedTuple):
    """Whom a template is for."""

    country: Country
    locale: str
    alone: bool


def bare(text: str) -> str:
    """Text that becomes a JSON number or boolean: it is written without its quotes."""
    return f"<{text}>"


class Template:
    """A JSON value with fillers, at least two of them."""

    def __init__(self, value: object) -> None:
        """Write the value as JSON."""
        text = orjson.dumps(value).decode().replace('"<', "").replace('>"', "")
        self._text = _FILLER.sub("%", text)
        self._fillers = itemgetter(*_FILLER.findall(text))

    def filled(self, fillers: dict[str, object]) -> bytes:
        """The JSON with its fillers in place."""
        text: str = self._text % self._fillers(fillers)
        return text.encode()
