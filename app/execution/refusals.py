"""Operations that are not executed: each limit and each rule of trusted documents has its own code.

Refused
├── LimitExceeded            ``limit`` and, where it was counted to its end, ``measured``
│   ├── TooManyTokens        TOO_MANY_TOKENS
│   ├── TooDeep              TOO_DEEP
│   ├── TooManyAliases       TOO_MANY_ALIASES
│   ├── TooManyRootFields    TOO_MANY_ROOT_FIELDS
│   ├── TooManyDirectives    TOO_MANY_DIRECTIVES
│   ├── TooManyReads         TOO_MANY_READS
│   └── TooCostly            TOO_COSTLY
├── DocumentRequired         DOCUMENT_REQUIRED
├── DocumentUnknown          DOCUMENT_UNKNOWN
└── PersistedQueryRefused    in the words of Apollo's automatic persisted queries, whose clients then send the document
    ├── PersistedQueryNotFound      PERSISTED_QUERY_NOT_FOUND
    └── PersistedQueryNotSupported  PERSISTED_QUERY_NOT_SUPPORTED
"""

from typing import ClassVar

from graphql import GraphQLError

from app.errors import GatewayError


class Refused(GatewayError):
    """The operation is not executed, and no source is asked."""


class LimitExceeded(Refused):
    """The operation is larger than allowed.

    Attributes:
        counted: what the limit counts, in the words of the message.
    """

    counted: ClassVar[str]
    advice: ClassVar[str] = "Ask for less, or ask in several operations."

    def __init__(self, limit: int, measured: int | None = None) -> None:
        """Name the limit in ``extensions``, and how much there was if it is known."""
        details = {"limit": limit} if measured is None else {"limit": limit, "measured": measured}
        super().__init__(f"The request has more than {limit} {self.counted}. {self.advice}", **details)


class TooManyTokens(LimitExceeded):
    """The document is too long."""

    code = "TOO_MANY_TOKENS"
    counted = "tokens"


class TooDeep(LimitExceeded):
    """Fields are nested too deeply."""

    code = "TOO_DEEP"
    counted = "levels of fields"


class TooManyAliases(LimitExceeded):
    """Too many fields are renamed."""

    code = "TOO_MANY_ALIASES"
    counted = "aliases"


class TooManyRootFields(LimitExceeded):
    """Too many fields stand at the top."""

    code = "TOO_MANY_ROOT_FIELDS"
    counted = "root fields"


class TooManyDirectives(LimitExceeded):
    """Too many directives are applied."""

    code = "TOO_MANY_DIRECTIVES"
    counted = "directives"


class TooManyReads(LimitExceeded):
    """The source would be asked too often."""

    code = "TOO_MANY_READS"
    counted = "reads of the source (one for each lookup and each representation)"


class TooCostly(LimitExceeded):
    """More objects are asked for than one answer may have, as ``@cost`` and ``@listSize`` count them."""

    code = "TOO_COSTLY"
    counted = "units of cost, as @cost and @listSize count them"


class DocumentRequired(Refused):
    """Only trusted documents are executed, and the request names none."""

    code = "DOCUMENT_REQUIRED"
    default_message = "Only trusted documents are executed here. Send the documentId of one, and no query."


class DocumentUnknown(Refused):
    """There is no trusted document with this id."""

    code = "DOCUMENT_UNKNOWN"
    default_message = "There is no trusted document with this documentId. Publish the document first."


class PersistedQueryRefused(Refused):
    """An automatic persisted query that is not known."""


class PersistedQueryNotSupported(PersistedQueryRefused):
    """No documents are known beforehand; the client need not try again with others."""

    code = "PERSISTED_QUERY_NOT_SUPPORTED"
    default_message = "PersistedQueryNotSupported"


class PersistedQueryNotFound(PersistedQueryRefused):
    """This document is not known."""

    code = "PERSISTED_QUERY_NOT_FOUND"
    default_message = "PersistedQueryNotFound"


def located(refused: Refused) -> GraphQLError:
    """Let a refusal stand among the errors of a document."""
    return GraphQLError(str(refused), original_error=refused)
