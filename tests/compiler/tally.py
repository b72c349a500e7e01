"""What came of cases, counted."""

from collections import Counter

from msgspec import Struct, field

from tests.compiler.blocks import SourceKind


class Failed(Struct):
    """A case that is not answered alike.

    Attributes:
        kind: over which source.
        seed: of the case.
        first: seed of its block.
        text: what there is to say about it.
    """

    kind: SourceKind
    seed: int
    first: int
    text: str


class Tally(Struct):
    """What came of cases over one source.

    Attributes:
        kind: which source.
        cases: that were answered alike.
        plain: by reason, how many of them the compiled way did not answer.
        failed: the first that was not answered alike.
    """

    kind: SourceKind
    cases: int = 0
    plain: Counter[str] = field(default_factory=Counter)
    failed: Failed | None = None

    def count(self, reason: str | None) -> None:
        """Count a case, with the reason why the compiled way did not answer, if so."""
        self.cases += 1
        if reason is not None:
            self.plain[reason] += 1

    def add(self, other: "Tally") -> None:
        """Count what came of other cases."""
        self.cases += other.cases
        self.plain += other.plain
        self.failed = self.failed or other.failed

    @property
    def compiled(self) -> float:
        """Which part of the cases the compiled way answered."""
        return 1 - self.plain.total() / max(self.cases, 1)
