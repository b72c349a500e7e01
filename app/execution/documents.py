"""Documents are parsed and validated once: clients send the same few operations for ever."""

from collections import OrderedDict

from graphql import DocumentNode, GraphQLError, GraphQLSchema, parse, validate
from msgspec import Struct

TOO_DEEP = "The document is nested too deeply."


class Document(Struct, frozen=True):
    """A parsed document, or the errors that parsing or validating it met."""

    node: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


class Documents:
    """A bounded cache of documents by their text; the one used longest ago leaves first."""

    def __init__(self, schema: GraphQLSchema, capacity: int) -> None:
        """Validate against ``schema`` and keep at most ``capacity`` documents; a text that is no valid document is not kept."""
        self._schema = schema
        self._capacity = capacity
        self._known: OrderedDict[str, Document] = OrderedDict()

    def find(self, text: str) -> Document:
        """Return the document of this text."""
        known = self._known.get(text)
        if known is not None:
            self._known.move_to_end(text)
            return known
        document = read(self._schema, text)
        if not document.errors:
            self._keep(text, document)
        return document

    def _keep(self, text: str, document: Document) -> None:
        self._known[text] = document
        if len(self._known) > self._capacity:
            self._known.popitem(last=False)


def read(schema: GraphQLSchema, text: str) -> Document:
    """Parse and validate a document."""
    try:
        node = parse(text)
        return Document(node, tuple(validate(schema, node)))
    except GraphQLError as error:
        return Document(None, (error,))
    except RecursionError:
        return Document(None, (GraphQLError(TOO_DEEP),))
