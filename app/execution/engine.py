"""The one door: ``execute`` a request in a context, and get an answer."""

import orjson
from graphql import ExecutionResult, GraphQLFormattedError, GraphQLSchema, OperationType, execute, get_operation_ast

from app.context import Context
from app.execution import public_errors
from app.execution.documents import Document, Documents
from app.execution.lean import LeanExecutor
from app.execution.request import Answer, GraphQLRequest, Outcome


class Engine:
    """Executes operations over one schema. Safe to share between requests."""

    def __init__(self, schema: GraphQLSchema, documents: Documents) -> None:
        """Execute over ``schema``, with the documents known so far."""
        self._schema = schema
        self._documents = documents

    def only_reads(self, request: GraphQLRequest) -> bool:
        """Whether the request may come by GET: everything but a mutation or subscription."""
        node = None if request.query is None else self._documents.find(request.query).node
        operation = node and get_operation_ast(node, request.operation_name)
        return not operation or operation.operation is OperationType.QUERY

    async def execute(self, request: GraphQLRequest, context: Context) -> Answer:
        """Answer a request. Errors of any kind stand in the answer."""
        if request.query is None:
            return refused([public_errors.PERSISTED_QUERY_NOT_SUPPORTED], Outcome.UNKNOWN_DOCUMENT)
        document = self._documents.find(request.query)
        if document.errors:
            outcome = Outcome.INVALID if document.node else Outcome.UNREADABLE
            return refused([public_errors.of_document(error) for error in document.errors], outcome)
        return answered(await self._run(document, request, context), context)

    async def _run(self, document: Document, request: GraphQLRequest, context: Context) -> ExecutionResult:
        assert document.node is not None, "a document without errors was parsed"
        result = execute(
            self._schema,
            document.node,
            context_value=context,
            variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
            executor_class=LeanExecutor,
        )
        return result if isinstance(result, ExecutionResult) else await result


def answered(result: ExecutionResult, context: Context) -> Answer:
    """Encode what execution gave. Without data and without a path to a field, execution never began."""
    errors = result.errors or []
    if result.data is None and errors and all(error.path is None for error in errors):
        return refused([public_errors.of_request(error) for error in errors])
    answer: dict[str, object] = {"data": result.data}
    if errors:
        answer["errors"] = [public_errors.of_field(error, context.request_id) for error in errors]
    return Answer(orjson.dumps(answer), Outcome.PARTIAL if errors else Outcome.COMPLETE)


def refused(errors: list[GraphQLFormattedError], outcome: Outcome = Outcome.INVALID) -> Answer:
    """Encode a request error (GraphQL specification, section 7.1: no ``data``)."""
    return Answer(orjson.dumps({"errors": errors}), outcome)
