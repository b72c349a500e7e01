"""What a client asks for, and what it is answered."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct


class GraphQLRequest(Struct, frozen=True):
    """The parameters of a request (GraphQL over HTTP, section "Request Parameters")."""

    query: str
    operation_name: str | None = None
    variables: Mapping[str, Any] | None = None

    def __repr__(self) -> str:
        """Never show the document or the variables: they hold phone numbers."""
        return f"GraphQLRequest(operation_name={self.operation_name!r}, …)"


class Answer(Struct, frozen=True):
    """The body of a response.

    Attributes:
        body: a GraphQL response as JSON in UTF-8.
        executed: whether execution began; without it, the request itself was wrong and there is no ``data``.
    """

    body: bytes
    executed: bool
