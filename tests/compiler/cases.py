"""Random cases: an operation, its caller, and what is wrong with what it is executed over."""

from random import Random

from app.auth.principal import EVERY_SCOPE, Principal, Scope
from tests.compiler.graph import SCHEMA
from tests.compiler.operations import Operations
from tests.compiler.over import Upstream
from tests.compiler.watched import StoreFault

_FAULTS = [*[StoreFault.NONE] * 28, StoreFault.INTERRUPTED, StoreFault.GONE]


class Case:
    """A case. It is made of its seed alone, so that it can be had again."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.seed = seed
        self.operation = Operations(SCHEMA, random).operation()
        self.upstream = Upstream(seed, random.choice([0.0, 0.0, 0.03, 0.2]))
        self.principal = Principal("somebody", some_scopes(random), random.choice([None, None, frozenset({"acme"})]))
        self.fault = random.choice(_FAULTS)

    def __str__(self) -> str:
        """Tell all that a reader needs to understand a difference."""
        lacking = sorted(scope.value for scope in EVERY_SCOPE - self.principal.scopes)
        operation = f"{self.operation.text}\nvariables {self.operation.variables}, operation name {self.operation.name}"
        return f"{operation}\nlacking {lacking}, accounts {self.principal.accounts}, store fault: {self.fault.value}"


def some_scopes(random: Random) -> frozenset[Scope]:
    """All scopes, or all but some: mostly without a few, now and then without many."""
    lacking = random.sample(list(Scope)[1:], random.choice([0, 0, 1, 1, 2, 3, 7]))
    return EVERY_SCOPE - frozenset(lacking if random.random() > 0.03 else Scope)
