"""How large a document is, before anything expensive is done with it.

Each fragment is measured once and remembered, so the time is linear in the document's length however often fragments spread each
other. A fragment's numbers count at every place it is spread, as they do in an answer; twice in one selection set is once.
"""

from collections.abc import Mapping
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

CEILING = 10**12
"""Counts end here: fragments that double each other would need numbers as long as the document."""


class Size(NamedTuple):
    """The size of an operation, or of a part of one.

    Attributes:
        depth: levels of fields; fragments add none.
        aliases: fields with an alias.
        root_fields: fields that stand at the top of the part.
        directives: directives in it.
    """

    depth: int = 0
    aliases: int = 0
    root_fields: int = 0
    directives: int = 0

    def beside(self, other: "Size") -> "Size":
        """Count what stands side by side in one selection set."""
        return Size(max(self.depth, other.depth), *(min(mine + theirs, CEILING) for mine, theirs in zip(self[1:], other[1:], strict=True)))


NOTHING = Size()


def measured(document: DocumentNode) -> Size:
    """Measure a document: the largest number that any of its operations has.

    Raises:
        RecursionError: fragments are nested deeper than the interpreter can follow.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    measuring = Measuring(fragments)
    sizes = [measuring.operation(node) for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    return Size(*map(max, zip(*sizes, strict=True))) if sizes else NOTHING


class Measuring:
    """Measures the parts of one document."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        """Know the document's fragments by their names."""
        self._fragments = fragments
        self._known: dict[str, Size] = {}

    def operation(self, node: OperationDefinitionNode) -> Size:
        """Measure an operation."""
        directives = len(node.directives or ()) + sum(len(variable.directives or ()) for variable in node.variable_definitions or ())
        return Size(directives=directives).beside(self._selection_set(node.selection_set))

    def _selection_set(self, node: SelectionSetNode) -> Size:
        total, spread = NOTHING, set[str]()
        for selection in node.selections:
            if isinstance(selection, FragmentSpreadNode):
                total = total.beside(Size(directives=len(selection.directives or ())))
                if selection.name.value in spread:
                    continue
                spread.add(selection.name.value)
            total = total.beside(self._selection(selection))
        return total

    def _selection(self, node: SelectionNode) -> Size:
        if isinstance(node, FieldNode):
            return self._field(node)
        if isinstance(node, InlineFragmentNode):
            return Size(directives=len(node.directives or ())).beside(self._selection_set(node.selection_set))
        assert isinstance(node, FragmentSpreadNode), "there are no other selections"
        return self._fragment(node.name.value)

    def _field(self, node: FieldNode) -> Size:
        below = self._selection_set(node.selection_set) if node.selection_set else NOTHING
        return Size(below.depth + 1, below.aliases + (node.alias is not None), 1, below.directives + len(node.directives or ()))

    def _fragment(self, name: str) -> Size:
        """Measure a fragment once; one that is not there, or that spreads itself, is left to validation."""
        if name not in self._known:
            self._known[name] = NOTHING
            node = self._fragments.get(name)
            if node is not None:
                self._known[name] = Size(directives=len(node.directives or ())).beside(self._selection_set(node.selection_set))
        return self._known[name]
