"""What a client asks for, and what it is answered."""

from collections.abc import AsyncIterator, Mapping
from enum import Enum, auto
from typing import Any

from msgspec import Struct


class GraphQLRequest(Struct, frozen=True):
    """The parameters of a request (GraphQL over HTTP, section "Request Parameters").

    Attributes:
        query: the document; None where the client sent only its id.
        document_id: the id of a trusted document.
        automatic: whether the id came as Apollo's automatic persisted queries send it.
    """

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] | None = None
    document_id: str | None = None
    automatic: bool = False

    def __repr__(self) -> str:
        """Never show the document or the variables: they hold phone numbers."""
        return f"GraphQLRequest(operation_name={self.operation_name!r}, …)"


class Outcome(Enum):
    """How far a request came."""

    COMPLETE = auto()
    """Executed without errors."""
    PARTIAL = auto()
    """Executed; some fields met errors."""
    INVALID = auto()
    """Not executed: the document does not fit the schema, or the variables or the operation's name do not fit the document."""
    UNREADABLE = auto()
    """Not executed: the document is no GraphQL."""
    UNKNOWN_DOCUMENT = auto()
    """Not executed: the document is not known by its hash, and the client will send it whole."""


class Answer(Struct, frozen=True):
    """The body of a response.

    Attributes:
        body: a GraphQL response as JSON in UTF-8; without ``data`` where nothing was executed.
        outcome: how far the request came.
        rest: what follows, where parts of the answer were deferred; ``body`` is the first part then.
        codes: of the errors in ``body``, each once.
        compiled: whether it came the compiled way.
    """

    body: bytes
    outcome: Outcome
    rest: AsyncIterator[bytes] | None = None
    codes: tuple[str, ...] = ()
    compiled: bool = False

    def __repr__(self) -> str:
        """Never show who is in it: asyncio writes the outcomes of tasks into what it logs."""
        return f"Answer({self.outcome}, …)"
