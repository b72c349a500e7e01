"""One operation answered by the plain way and by the compiled way, over a source that answers both alike."""

from collections import Counter

from graphql import parse

from app.auth.principal import Principal
from app.auth.unchecked import ANYBODY
from app.compiler.compiler import Asked, Compiler
from app.context import Context
from app.execution.documents import Documents
from app.execution.engine import Engine
from app.execution.limits import LimitMode, OperationLimits
from app.execution.policy import Policy
from app.execution.reading import Document
from app.loaders import Loaders
from app.source.protocol import Caller, Source
from tests.compiler.difference import hold_against
from tests.compiler.graph import SCHEMA
from tests.compiler.operations import Operation
from tests.compiler.over import Over

POLICY = Policy(limits=OperationLimits(mode=LimitMode.OFF))
_KEPT = 1000


class ParsedDocuments(Documents):
    """Documents that are not validated: ours are valid (``test_operations.py``), and validating takes longer than executing."""

    async def find(self, text: str) -> Document:
        return self._found(text) or self._keep(text, Document(parse(text)))


class BothWays:
    """Two engines over one schema, of which one compiles."""

    def __init__(self, compiler: Compiler | None = None) -> None:
        self.documents = ParsedDocuments(SCHEMA, _KEPT, POLICY)
        self.compiler = compiler or Compiler(SCHEMA, _KEPT)
        self.plain = Engine(SCHEMA, self.documents, POLICY)
        self.compiling = Engine(SCHEMA, self.documents, POLICY, self.compiler)
        self._noted: set[tuple[str, str | None]] = set()

    async def compare(self, operation: Operation, over: Over, principal: Principal = ANYBODY) -> str | None:
        """Assert that what comes of an operation is the same both ways.

        Returns:
            Why the compiled way did not answer; None where it did.
        """
        expected = await over.answered(self.plain, operation, principal)
        await self._note(operation, over.source)
        for _ in range(2):  # when it is compiled, and again
            hits, reasons = self.compiler.counters.hits, Counter(self.compiler.counters.plain)
            hold_against(expected, await over.answered(self.compiling, operation, principal))
        if self.compiler.counters.hits > hits:
            return None
        reason = next(iter(self.compiler.counters.plain - reasons), "refused")
        assert not reason.startswith("a defect"), reason
        return reason

    async def _note(self, operation: Operation, source: Source) -> None:
        """Let the compiler meet an operation. It takes a note and leaves the answer to the plain way, which has given it."""
        if (operation.text, operation.name) in self._noted:
            return
        self._noted.add((operation.text, operation.name))
        document = await self.documents.find(operation.text)
        assert document.node is not None, "it was parsed"
        context = Context("request-1", None, Loaders(source, Caller(), ANYBODY))
        asked = Asked(operation.text, document.node, operation.name, operation.variables)
        assert await self.compiler.answer(asked, context) == "first use"
