"""Which operations are too large to be executed, and what one cost."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from msgspec import Struct

from app.context import Spent
from app.execution.cost import Estimate, objects
from app.execution.measure import Size
from app.execution.refusals import LimitExceeded, TooCostly, TooDeep, TooManyAliases, TooManyDirectives, TooManyReads, TooManyRootFields
from app.schema.estimates import READ


class LimitMode(Enum):
    """What is done about limits."""

    ENFORCE = "enforce"
    MEASURE = "measure"
    """Nothing is refused, and every answer says what it cost."""
    OFF = "off"


class OperationLimits(Struct, frozen=True, kw_only=True):
    """How large an operation may be.

    Attributes:
        tokens: of its document.
        depth: levels of fields; the standard introspection query has 15.
        aliases: renamed fields.
        root_fields: fields at the top.
        directives: applied directives.
        reads: of the source.
        cost: as ``cost.py`` counts it.
    """

    mode: LimitMode = LimitMode.ENFORCE
    tokens: int = 2_000
    depth: int = 20
    aliases: int = 50
    root_fields: int = 20
    directives: int = 50
    reads: int = 1_000
    cost: int = 30_000

    @property
    def enforced(self) -> bool:
        """Whether what is too large is refused."""
        return self.mode is LimitMode.ENFORCE

    def exceeded_by(self, size: Size) -> Iterator[LimitExceeded]:
        """Yield what is too large about a document."""
        if size.depth > self.depth:
            yield TooDeep(self.depth, size.depth)
        if size.aliases > self.aliases:
            yield TooManyAliases(self.aliases, size.aliases)
        if size.root_fields > self.root_fields:
            yield TooManyRootFields(self.root_fields, size.root_fields)
        if size.directives > self.directives:
            yield TooManyDirectives(self.directives, size.directives)

    def spend(self, estimate: Estimate, variables: Mapping[str, Any] | None, spent: Spent) -> None:
        """Add an operation with its variables to what its request has ``spent``, and return when it may be executed.

        Raises:
            LimitExceeded: the request reads too often, or costs too much.
        """
        reads, cost = estimate.of(variables)
        if spent.reads + reads > self.reads:
            raise TooManyReads(self.reads, spent.reads + reads)
        if spent.cost + cost > self.cost:
            raise TooCostly(self.cost, spent.cost + cost)
        spent.reads, spent.cost = spent.reads + reads, spent.cost + cost


def report(estimate: Estimate, variables: Mapping[str, Any] | None, data: object, reads: int) -> dict[str, int]:
    """Say what an operation was thought to cost and what it did, for ``extensions.cost``."""
    _, estimated = estimate.of(variables)
    return {"estimated": estimated, "actual": objects(data) + READ.weight * reads, "sourceReads": reads}
