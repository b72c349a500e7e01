"""An operation that was compiled, and its execution."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from graphql import GraphQLError
from graphql.execution.values import VariableValues

from app.auth.principal import Scope
from app.compiler.answers import NULL, Answers, Executed, Pieces, PlainWay, error_at, joined, listed, path_of
from app.compiler.defects import report
from app.compiler.lookups import ENTITIES, Sought, lookups_of, view_of
from app.compiler.plan import TYPENAME, Plan, Root
from app.compiler.rest import RestAnswers, RestReader
from app.compiler.sql import read_store
from app.compiler.withheld import Withholding
from app.context import Context
from app.errors import BadUserInput, GatewayError
from app.loaders import unknown_account
from app.source.protocol import Lookup, Store
from app.source.rest import RestSource

LISTS = frozenset({"profilesByPhone", "profilesByEmail"})
SOURCES = (RestSource, Store)
"""The sources that operations are compiled for."""


class CompiledOperation:
    """Executes one plan."""

    def __init__(self, plan: Plan, *, native: bool = True) -> None:
        """Make what is needed to read the plan's root fields; ``native``: by native code, where there is any."""
        self.plan = plan
        self.readers = {root.key: RestReader(root, native=native) for root in plan.roots if root.name != TYPENAME}
        self._withholding = {
            root.key: Withholding(root.withheld, many=root.name in LISTS) for root in plan.roots if root.withheld is not None
        }

    def sought(self, variables: VariableValues, context: Context) -> dict[str, list[Sought]]:
        """Return the lookups of each root field, by its key.

        Raises:
            PlainWay: an argument has no value of its type.
        """
        try:
            return {root.key: lookups_of(root, variables, context) for root in self.plan.roots if root.name != TYPENAME}
        except GraphQLError:
            raise PlainWay("arguments") from None

    def prepare(self, variables: VariableValues) -> None:
        """Make the code that a request with these variables needs; other views get theirs when they are first asked for."""
        for root in self.plan.roots:
            if root.name != TYPENAME:
                self.readers[root.key].prepare(view_of(root, variables))

    async def execute(self, source: RestSource | Store, variables: VariableValues, context: Context) -> Executed:
        """Ask the source for everything at once, and write the answer.

        Raises:
            PlainWay: there is something that only the plain way can say. What was read already stands in the request's memo.
        """
        sought = self.sought(variables, context)
        accounts = _readable(sought, context)
        allowed = {key: _in(accounts, of_root) for key, of_root in sought.items()}
        answers = await self._asked(source, allowed, context)
        try:
            return self._written(sought, accounts, answers, context)
        except Exception as failure:
            report("compiled code failed; the plain way answers", failure)
            context.loaders.remember(answers.found())
            raise PlainWay("a defect of compiled code") from failure

    async def _asked(self, source: RestSource | Store, lookups: Mapping[str, list[Lookup]], context: Context) -> Answers:
        distinct = _each_once([*chain.from_iterable(lookups.values())])
        context.loaders.reads += len(distinct)
        if isinstance(source, RestSource):
            return RestAnswers(self.readers, await source.bodies(distinct, context.loaders.caller) if distinct else {})
        return await read_store(source, lookups, {root.key: root for root in self.plan.roots})

    def _written(self, sought: Mapping[str, Sequence[Sought]], accounts: set[str], answers: Answers, context: Context) -> Executed:
        executed = Executed([], [])

        def value(root: Root, one: Sought, place: int | None = None) -> Pieces:
            try:
                if isinstance(one, BadUserInput) or one.account_id not in accounts:
                    return _not_read(one, context)
                data = answers.value(root, one, context.seen, many=root.name in LISTS)
                withholding = self._withholding.get(root.key)
                if withholding is None:
                    return data
                return [withholding.shown(b"".join(data), path_of(root, place), executed.errors, in_levels=answers.in_levels)]
            except GatewayError as failure:
                executed.errors.append(error_at(root, failure, place))
                return [NULL]

        executed.data = joined({root.key: _part(root, sought.get(root.key, ()), value) for root in self.plan.roots})
        return executed


def _part(root: Root, sought: Sequence[Sought], value: Callable[..., Pieces]) -> Pieces:
    """Write the value of one root field."""
    if root.name == TYPENAME:
        return [b'"Query"']
    if root.name == ENTITIES:
        return listed([value(root, one, place) for place, one in enumerate(sought)])
    return value(root, sought[0])


def _readable(sought: Mapping[str, Sequence[Sought]], context: Context) -> set[str]:
    """Return those of the accounts asked for that are the principal's; none where no profiles may be seen."""
    if not context.principal.has(Scope.PROFILES):
        return set()
    accounts = {one.account_id for of_root in sought.values() for one in of_root if not isinstance(one, BadUserInput)}
    return {account for account in accounts if context.principal.may_read(account)}


def _in(accounts: set[str], sought: Sequence[Sought]) -> list[Lookup]:
    """Return what there is to look up in these accounts, each once."""
    return _each_once([one for one in sought if not isinstance(one, BadUserInput) and one.account_id in accounts])


def _each_once(lookups: list[Lookup]) -> list[Lookup]:
    """Return them without repetitions. There is often but one, and comparing takes some time."""
    return lookups if len(lookups) == 1 else list(dict.fromkeys(lookups))


def _not_read(sought: Sought, context: Context) -> Pieces:
    """Say what is wrong with an argument or lacks; answer for somebody else's account as for one that does not exist."""
    if isinstance(sought, BadUserInput):
        raise sought
    context.principal.require(Scope.PROFILES)
    unknown_account(sought)
    return [NULL]
