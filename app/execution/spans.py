"""What a span says of an operation: its name and its document's hash, how far it came and the codes of its errors. No values."""

from typing import Final

from graphql import DocumentNode, get_operation_ast

from app.execution.access_record import plain
from app.execution.document_hash import document_hash
from app.execution.request import Answer, Outcome
from app.telemetry import Span

EXECUTED: Final = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})


def describe(span: Span, text: str, document: DocumentNode, operation_name: str | None) -> None:
    """Name a span for the operation of a valid document, if it has one of that name. Others may hold anything in place of a name."""
    hashed = document_hash(text)
    known = {"profiles.document": hashed} if hashed else {}
    operation = get_operation_ast(document, operation_name)
    if operation is not None:
        kind, name = operation.operation.value, plain(operation.name.value if operation.name else None)
        span.rename(f"{kind} {name}" if name else kind)
        known |= {"graphql.operation.type": kind} | ({"graphql.operation.name": name} if name else {})
    span.note(known)


def described(answer: Answer, span: Span | None) -> Answer:
    """Say of an answer how it came about, where there is a span to say it of."""
    if span is not None:
        way = {"profiles.way": "compiled" if answer.compiled else "plain"} if answer.outcome in EXECUTED else {}
        codes = {"profiles.error_codes": answer.codes} if answer.codes else {}
        span.note({"profiles.outcome": answer.outcome.name.lower(), **way, **codes})
    return answer
