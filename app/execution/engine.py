"""The one door: ``execute`` a request in a context, and get an answer."""

from collections import Counter
from collections.abc import Mapping
from inspect import isawaitable
from typing import Any, NamedTuple, TypeAlias

import orjson
from graphql import (
    ExecutionResult,
    ExperimentalIncrementalExecutionResults,
    GraphQLFormattedError,
    GraphQLSchema,
    OperationType,
    experimental_execute_incrementally,
    get_operation_ast,
)
from graphql.execution.executor import Executor
from graphql.execution.incremental import IncrementalExecutor
from msgspec.structs import replace

from app.compiler.answers import Executed
from app.compiler.compiler import Asked, Compiler
from app.context import Context
from app.execution import public_errors
from app.execution.access_record import AccessRecord
from app.execution.documents import Documents
from app.execution.explaining import explanation
from app.execution.incremental import may_delay, parts
from app.execution.lean import LeanExecutor
from app.execution.limits import LimitMode, report
from app.execution.policy import Policy
from app.execution.reading import Document
from app.execution.refusals import PersistedQueryRefused, Refused
from app.execution.request import Answer, GraphQLRequest, Outcome
from app.execution.spans import describe
from app.execution.trace import Trace
from app.large import LargeAnswers

Result: TypeAlias = ExecutionResult | ExperimentalIncrementalExecutionResults


class Way(NamedTuple):
    """How an operation is executed, and why it cannot be the compiled way, if so."""

    executor: type[Executor[Any]]
    trace: Trace | None = None
    plain: str | None = None


class Engine:
    """Executes operations over one schema. Safe to share between requests.

    Attributes:
        codes: of errors, by the number of answers that held such errors; those in parts that came later are not counted.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        documents: Documents,
        policy: Policy | None = None,
        compiler: Compiler | None = None,
        record: AccessRecord | None = None,
    ) -> None:
        """Execute over ``schema``, with the documents known so far.

        Args:
            schema: the executable schema.
            documents: the documents known so far.
            policy: what operations may do.
            compiler: without it, everything goes the plain way.
            record: where it is noted what was seen, if that is wanted.
        """
        self._schema = schema
        self._documents = documents
        self._policy = policy or Policy()
        self._limits = self._policy.limits
        self._enforced = self._limits.enforced
        self._compiler = compiler
        self._record = record
        self._large = LargeAnswers()
        self.codes = Counter[str]()

    async def only_reads(self, request: GraphQLRequest) -> bool:
        """Whether the request may come by GET: everything but a mutation or subscription."""
        try:
            node = (await self._documents.find(self._policy.trusted.text(request))).node
        except Refused:
            return True
        operation = node and get_operation_ast(node, request.operation_name)
        return not operation or operation.operation is OperationType.QUERY

    async def execute(self, request: GraphQLRequest, context: Context) -> Answer:
        """Answer a request. Errors of any kind stand in the answer.

        Raises:
            RecordUnavailable: what was seen cannot be recorded, and must be.
        """
        try:
            text = self._policy.trusted.text(request)
            document = await self._documents.find(text)
            if document.errors:
                outcome = Outcome.INVALID if document.node else Outcome.UNREADABLE
                return self._counted(refused([public_errors.of_document(error) for error in document.errors], outcome))
            if context.span is not None and document.node is not None:
                describe(context.span, text, document.node, request.operation_name)
            self._check(document, request, context)
        except Refused as refusal:
            outcome = Outcome.UNKNOWN_DOCUMENT if isinstance(refusal, PersistedQueryRefused) else Outcome.INVALID
            return self._counted(refused([public_errors.of_refusal(refusal)], outcome))
        answer = self._counted(await self._executed(text, document, request, context))
        if self._record is None or document.node is None:
            return answer
        if answer.rest is not None:
            return await self._record.note_parts(text, document.node, request.operation_name, context, answer)
        self._record.note(text, document.node, request.operation_name, context, answer)
        return answer

    async def _executed(self, text: str, document: Document, request: GraphQLRequest, context: Context) -> Answer:
        assert document.node is not None, "a document without errors was parsed"
        way = way_of(text, context)
        asked = Asked(text, document.node, request.operation_name, request.variables or {})
        executed = await self._compiled(way, asked, context)
        if isinstance(executed, Executed):
            return written(executed, context, self._explanation(asked, context))
        async with self._large.turn(cost_of(document, request)) as turn:
            in_parts = way.executor is IncrementalExecutor
            own = replace(context, turn=turn, in_parts=in_parts) if turn or in_parts else context
            result = await self._run(document, request, own, way)
            if not isinstance(result, ExecutionResult):
                rest = parts(result, context, self._explanation(asked, context, executed))
                return Answer(await anext(rest), Outcome.COMPLETE, rest)
            extensions = {**self._cost(document, request, context, result), **self._explanation(asked, context, executed)}
            return answered(result, context, extensions, way.trace)

    def _counted(self, answer: Answer) -> Answer:
        if answer.codes:
            self.codes.update(answer.codes)
        return answer

    def _check(self, document: Document, request: GraphQLRequest, context: Context) -> None:
        """Compare what was estimated once, and what the variables add, with the limits."""
        if self._enforced and (estimate := document.estimates.get(request.operation_name)):
            self._limits.spend(estimate, request.variables, context.spent)

    def _says_cost(self, context: Context) -> bool:
        return context.wants_cost or self._limits.mode is LimitMode.MEASURE

    def _cost(self, document: Document, request: GraphQLRequest, context: Context, result: ExecutionResult) -> Mapping[str, object]:
        """Say what the operation cost, where that is wanted."""
        if not self._says_cost(context):
            return {}
        estimate = document.estimates.get(request.operation_name)
        return {"cost": report(estimate, request.variables, result.data, context.loaders.reads)} if estimate else {}

    def _explanation(self, asked: Asked, context: Context, reason: str | None = None) -> Mapping[str, object]:
        """Explain the answer, where that is wanted: which way it came, and the ``reason`` if that was the plain way."""
        return {"explain": explanation(self._schema, asked, context, reason)} if context.wants_explanation else {}

    async def _compiled(self, way: Way, asked: Asked, context: Context) -> Executed | str:
        """Answer the compiled way, or say why not; what an operation costs is counted in the values of the plain way."""
        if way.plain:
            return way.plain
        if self._says_cost(context):
            return "with its cost"
        return await self._compiler.answer(asked, context) if self._compiler else "nothing is compiled"

    async def _run(self, document: Document, request: GraphQLRequest, context: Context, way: Way) -> Result:
        assert document.node is not None, "a document without errors was parsed"
        running = experimental_execute_incrementally(
            self._schema,
            document.node,
            context_value=context,
            variable_values=dict(request.variables or {}),
            operation_name=request.operation_name,
            middleware=(way.trace,) if way.trace else None,
            executor_class=way.executor,
            hide_suggestions=not self._policy.suggestions,
        )
        return await running if isawaitable(running) else running


def cost_of(document: Document, request: GraphQLRequest) -> int:
    """Return what an operation is estimated to cost; nothing where limits are off."""
    estimate = document.estimates.get(request.operation_name)
    return estimate.of(request.variables)[1] if estimate else 0


def way_of(text: str, context: Context) -> Way:
    """Choose how to execute: in parts where the client takes them, every field by itself where it asks for a trace, else the lean way."""
    if context.takes_parts and may_delay(text):
        return Way(IncrementalExecutor, plain="in parts")
    return Way(Executor, Trace(), "with a trace") if context.wants_trace else Way(LeanExecutor)


def answered(result: ExecutionResult, context: Context, extensions: Mapping[str, object], trace: Trace | None) -> Answer:
    """Encode what execution gave. Without data and without a path to a field, execution never began."""
    errors = result.errors or []
    if result.data is None and errors and all(error.path is None for error in errors):
        return refused([public_errors.of_request(error) for error in errors])
    answer: dict[str, object] = {"data": result.data}
    public = [public_errors.of_field(error, context.request_id) for error in errors]
    if public:
        answer["errors"] = public
    if trace:
        extensions = {**extensions, "ftv1": trace.encoded(public)}
    if extensions:
        answer["extensions"] = extensions
    return Answer(orjson.dumps(answer), Outcome.PARTIAL if errors else Outcome.COMPLETE, codes=public_errors.codes(public))


def written(executed: Executed, context: Context, extensions: Mapping[str, object]) -> Answer:
    """Add to the data of a compiled operation what went wrong, and what else is said of it."""
    end = b',"extensions":%b}' % orjson.dumps(extensions) if extensions else b"}"
    if not executed.errors:
        return Answer(b"".join([b'{"data":', *executed.data, end]), Outcome.COMPLETE, compiled=True)
    public = [public_errors.of_field(error, context.request_id) for error in executed.errors]
    body = b"".join([b'{"data":', *executed.data, b',"errors":', orjson.dumps(public), end])
    return Answer(body, Outcome.PARTIAL, codes=public_errors.codes(public), compiled=True)


def refused(errors: list[GraphQLFormattedError], outcome: Outcome = Outcome.INVALID) -> Answer:
    """Encode a request error (GraphQL specification, section 7.1: no ``data``)."""
    return Answer(orjson.dumps({"errors": errors}), outcome, codes=public_errors.codes(errors))
