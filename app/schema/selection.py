"""What the selection of a field needs from the source: a narrow read costs the upstream less."""

from collections.abc import Iterator
from typing import TypeAlias

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)

from app.context import Context
from app.model import View
from app.schema.lookups import view_shown
from app.schema.scopes import scope_of

ResolveInfo: TypeAlias = GraphQLResolveInfo[Context]


def needed_view(info: ResolveInfo, *, implied: bool, history: bool) -> View:
    """Narrow what the arguments ask for to what the selection shows this caller."""
    names = selected_names(info) if implied or history else ()
    return view_shown(implied=implied, history=history, preferences="preferences" in names, consents="consents" in names)


def selected_names(info: ResolveInfo) -> set[str]:
    """Collect the names of all fields below this one that are shown; each fragment is walked once.

    Neither those that ``@skip`` or ``@include`` leave out are shown, nor those whose scope the caller lacks, nor what is below them.
    """
    names: set[str] = set()
    seen: set[str] = set()
    pending = [(get_named_type(info.return_type), node.selection_set) for node in info.field_nodes]
    while pending:
        parent, selection_set = pending.pop()
        for selection in included(selection_set, info):
            inner = type_below(parent, selection, info)
            if inner is None:
                continue
            if isinstance(selection, FieldNode):
                names.add(selection.name.value)
            pending.append((inner, below(selection, info, seen)))
    return names


def type_below(parent: GraphQLNamedType, selection: SelectionNode, info: ResolveInfo) -> GraphQLNamedType | None:
    """Return the type that the selections below a selection are made of; None where nothing of it is shown."""
    if isinstance(selection, FieldNode):
        return type_of_field(parent, selection.name.value, info)
    if isinstance(selection, FragmentSpreadNode):
        return info.schema.type_map[info.fragments[selection.name.value].type_condition.name.value]
    assert isinstance(selection, InlineFragmentNode), "there is no fourth kind of selection"
    return info.schema.type_map[selection.type_condition.name.value] if selection.type_condition else parent


def type_of_field(parent: GraphQLNamedType, name: str, info: ResolveInfo) -> GraphQLNamedType | None:
    """Return the type of a field; None for ``__typename``, and for a field whose scope the caller lacks."""
    field = parent.fields.get(name) if isinstance(parent, GraphQLObjectType) else None
    if field is None:
        return None
    scope = None if info.context.principal.has_every_scope else scope_of(field)
    return get_named_type(field.type) if scope is None or info.context.principal.has(scope) else None


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
