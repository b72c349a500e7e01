"""Which operations are compiled, and when: one that is seen again.

There is a plan for the values of the variables in its ``@skip``s, and for those scopes of the caller that make a difference to it.

The first use goes the plain way and leaves a note. The second begins to compile, beside the event loop where there is an executor, and
goes the plain way too unless that is done at once. From then on the plan answers.
"""

import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from functools import partial
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema
from graphql.execution.values import VariableValues
from msgspec import Struct, field

from app.auth.principal import Scope
from app.compiler.analysis import Prepared, UnsupportedOperation, analysed, prepared
from app.compiler.answers import Executed, PlainWay
from app.compiler.defects import report
from app.compiler.operation import SOURCES, CompiledOperation
from app.compiler.plan import Plan
from app.compiler.recent import Recent
from app.context import Context
from app.source.protocol import Store
from app.source.rest import RestSource

PENDING_AT_MOST = 8
"""Operations that wait to be compiled. A client that sends new ones all the time makes no queue."""


class Asked(Struct, frozen=True):
    """An operation as it was asked for.

    Attributes:
        text: the document's; the plan is remembered by it.
        document: valid for the schema.
        operation_name: which of its operations.
        inputs: the values of its variables, as they came.
    """

    text: str
    document: DocumentNode
    operation_name: str | None
    inputs: Mapping[str, Any]


class Counters(Struct):
    """What the compiler did so far, for metrics.

    Attributes:
        hits: answers of plans.
        compiled: plans made.
        compile_seconds: what that took in all.
        plain: by reason, how often an operation went the plain way.
    """

    hits: int = 0
    compiled: int = 0
    compile_seconds: float = 0.0
    plain: Counter[str] = field(default_factory=Counter)


class Entry(Struct):
    """What is known of one operation for certain scopes and values of its conditions: nothing while it is being compiled."""

    compiled: CompiledOperation | None = None
    unsupported: str | None = None


class Known(Struct):
    """What is known of one operation of a document, whatever its conditions."""

    prepared: Prepared | None = None
    unsupported: str | None = None


class Compiler:
    """A bounded cache of compiled operations. The one used longest ago leaves first."""

    def __init__(self, schema: GraphQLSchema, capacity: int, executor: Executor | None = None, *, native: bool = True) -> None:
        """Compile operations over ``schema``.

        Args:
            schema: the executable schema.
            capacity: plans to keep at most, and notes of operations seen once.
            executor: where to compile; None compiles at once, which takes some milliseconds.
            native: whether native code may read, where there is any.
        """
        self._schema = schema
        self._executor = executor
        self._native = native
        self._pending = 0
        self._known: Recent[Known] = Recent(capacity)
        self._entries: Recent[Entry] = Recent(capacity)
        self.counters = Counters()

    def entries(self) -> Iterator[Entry]:
        """Yield what is known of each operation that was seen again."""
        return iter(self._entries)

    async def answer(self, asked: Asked, context: Context) -> Executed | str:
        """Answer an operation the compiled way, or say why the plain way must."""
        try:
            source = source_of(context)
            operation, variables = self._found(asked, context)
            executed = await operation.execute(source, variables, context)
        except PlainWay as reason:
            self.counters.plain[str(reason)] += 1
            return str(reason)
        self.counters.hits += 1
        return executed

    def _found(self, asked: Asked, context: Context) -> tuple[CompiledOperation, VariableValues]:
        """Find the plan of an operation, and the values of its variables.

        Raises:
            PlainWay: there is no plan, or something is wrong with the request.
        """
        if not context.from_router and "_entities" in asked.text:
            raise PlainWay("no router")
        operation = self._prepared(asked)
        variables = operation.variables.values(asked.inputs)
        if variables is None:
            raise PlainWay("variables")
        return self._compiled(asked, operation, variables, context.principal.scopes & operation.scopes), variables

    def _prepared(self, asked: Asked) -> Prepared:
        key = (asked.text, asked.operation_name)
        known = self._known.get(key)
        if known is None:
            self._known.put(key, Known())
            raise PlainWay("first use")
        if known.prepared is None and known.unsupported is None:
            try:
                known.prepared = prepared(self._schema, asked.document, asked.operation_name)
            except UnsupportedOperation as reason:
                known.unsupported = str(reason)
        if known.prepared is None:
            raise PlainWay(known.unsupported or "")
        return known.prepared

    def _compiled(self, asked: Asked, operation: Prepared, variables: VariableValues, scopes: frozenset[Scope]) -> CompiledOperation:
        conditions = {name: variables.coerced.get(name) for name in operation.conditions}
        key = (asked.text, asked.operation_name, scopes, *conditions.values())
        entry = self._entries.get(key)
        if entry is None:
            analyse = partial(analysed, self._schema, operation, conditions, scopes)
            entry = self._begun(key, analyse, variables)
        if entry.compiled is None:
            raise PlainWay(entry.unsupported or "being compiled")
        return entry.compiled

    def _begun(self, key: Hashable, analyse: Callable[[], Plan], variables: VariableValues) -> Entry:
        entry = Entry()
        if self._pending >= PENDING_AT_MOST:
            raise PlainWay("waiting to be compiled")
        self._entries.put(key, entry)
        self._pending += 1
        compile_it = partial(self._compile, entry, analyse, variables)
        if self._executor is None:
            compile_it()
        else:
            self._executor.submit(compile_it)
        return entry

    def _compile(self, entry: Entry, analyse: Callable[[], Plan], variables: VariableValues) -> None:
        begin = time.perf_counter()
        try:
            compiled = CompiledOperation(analyse(), native=self._native)
            with suppress(GraphQLError):  # this request's own arguments may be wrong
                compiled.prepare(variables)
            entry.compiled = compiled
        except Exception as failure:  # noqa: BLE001 - whatever it is, the plain way can answer
            entry.unsupported = why_unsupported(failure)
        self._pending -= 1
        self.counters.compiled += 1
        self.counters.compile_seconds += time.perf_counter() - begin


def why_unsupported(failure: Exception) -> str:
    """Say in words for a report why an operation could not be compiled; a defect is logged."""
    if isinstance(failure, UnsupportedOperation):
        return str(failure)
    if isinstance(failure, GraphQLError):
        return "conditions"
    report("an operation could not be compiled, and goes the plain way", failure)
    return "a defect of the compiler"


def source_of(context: Context) -> RestSource | Store:
    """Return the request's source.

    Raises:
        PlainWay: it is of a kind that is not compiled for.
    """
    source = context.loaders.source
    if not isinstance(source, SOURCES):
        raise PlainWay("source")
    return source
