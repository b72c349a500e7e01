"""Documents are read once: clients send the same few operations for ever."""

import asyncio
from collections import OrderedDict

from graphql import GraphQLSchema

from app.execution.policy import Policy
from app.execution.reading import Document, Reader

SMALL = 1024
"""Characters that are read in some milliseconds; longer texts are read beside the event loop."""
CHARACTERS = 4_000_000
"""Of all texts that are kept; a parsed document takes about 120 times as many bytes as its text has characters."""


class Documents:
    """A bounded cache of documents by their text; the one used longest ago leaves first.

    Attributes:
        read: texts that were read so far, because they were not known.
    """

    def __init__(self, schema: GraphQLSchema, capacity: int, policy: Policy | None = None) -> None:
        """Read for ``schema`` and keep at most ``capacity`` documents; a text that is no valid document is not kept."""
        self.read = 0
        self._reader = Reader(schema, policy or Policy())
        self._capacity = capacity
        self._known: OrderedDict[str, Document] = OrderedDict()
        self._characters = 0
        self._turn = asyncio.Lock()

    @property
    def kept(self) -> int:
        """How many documents are known."""
        return len(self._known)

    async def find(self, text: str) -> Document:
        """Return the document of this text.

        Long ones are read one after the other, in a thread: an operation that is known never waits for one that is not.
        """
        if text in self._known or len(text) <= SMALL:
            return self._found(text) or self._keep(text, self._reader.read(text))
        async with self._turn:
            return self._found(text) or self._keep(text, await asyncio.to_thread(self._reader.read, text))

    def _found(self, text: str) -> Document | None:
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
        return known

    def _keep(self, text: str, document: Document) -> Document:
        self.read += 1
        if not document.errors:
            self._known[text] = document
            self._characters += len(text)
            while len(self._known) > self._capacity or self._characters > CHARACTERS:
                self._characters -= len(self._known.popitem(last=False)[0])
        return document
