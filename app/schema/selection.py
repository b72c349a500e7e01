"""What the selection of a field needs from the source: a narrow read costs the upstream less."""

from collections.abc import Iterator
from typing import TypeAlias

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
)

from app.context import Context
from app.model import View

ResolveInfo: TypeAlias = GraphQLResolveInfo[Context]


def needed_view(info: ResolveInfo, *, implied: bool, history: bool) -> View:
    """Narrow what the arguments ask for to what the selection shows.

    Without preferences in the selection, implied ones are not needed; without consents anywhere in it, neither is their history.
    """
    if not (implied or history):
        return View(implied=False, history=False)
    names = selected_names(info)
    return View(implied=implied and "preferences" in names, history=history and "consents" in names)


def selected_names(info: ResolveInfo) -> set[str]:
    """Collect the names of all fields below this one that ``@skip`` and ``@include`` leave in; each fragment is walked once."""
    names: set[str] = set()
    seen: set[str] = set()
    pending: list[SelectionSetNode | None] = [node.selection_set for node in info.field_nodes]
    while pending:
        selection_set = pending.pop()
        for selection in included(selection_set, info):
            if isinstance(selection, FieldNode):
                names.add(selection.name.value)
            pending.append(below(selection, info, seen))
    return names


def included(selection_set: SelectionSetNode | None, info: ResolveInfo) -> Iterator[SelectionNode]:
    """Yield the selections that the directives leave in."""
    for selection in selection_set.selections if selection_set else ():
        if not selection.directives or is_included(selection, info):
            yield selection


def is_included(selection: SelectionNode, info: ResolveInfo) -> bool:
    """Whether ``@skip`` and ``@include`` leave the selection in (GraphQL specification, section 3.13)."""
    skip = get_directive_values(GraphQLSkipDirective, selection, info.variable_values)
    include = get_directive_values(GraphQLIncludeDirective, selection, info.variable_values)
    return not (skip and skip["if"]) and not (include and not include["if"])


def below(selection: SelectionNode, info: ResolveInfo, seen: set[str]) -> SelectionSetNode | None:
    """Return the selection set below a selection; a fragment's only when it is met for the first time."""
    if not isinstance(selection, FragmentSpreadNode):
        return getattr(selection, "selection_set", None)
    name = selection.name.value
    if name in seen:
        return None
    seen.add(name)
    return info.fragments[name].selection_set
