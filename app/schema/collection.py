"""A field that is a collection: there already, or read by a loader when somebody selects it."""

from collections.abc import Awaitable
from typing import Any, Final

import strawberry
from graphql import GraphQLField
from msgspec import UNSET, Struct
from strawberry.types.field import StrawberryField

from app.auth.principal import Scope
from app.context import Context
from app.schema.estimates import size
from app.schema.info import Info
from app.schema.scopes import requires
from app.source.protocol import Edge

EDGE: Final = "edge"


def collection(edge: Edge, scope: Scope, description: str) -> Any:  # noqa: ANN401 - Strawberry takes the field's type from the class's annotation
    """Make the field that follows ``edge``, for callers who have ``scope``.

    One upstream answer holds every collection already; a store reads each by its loader, once for all parents of a request.
    """
    attribute = edge.attribute

    def resolve(root: strawberry.Parent[Struct], info: Info) -> object:
        info.context.principal.require(scope)
        return collected(root, attribute, edge, info.context)

    return strawberry.field(resolver=resolve, description=description, directives=[size(edge), requires(scope)], metadata={EDGE: edge})


def is_collection(field: GraphQLField) -> bool:
    """Whether a field of the executable schema was made here."""
    declared = field.extensions.get("strawberry-definition")
    return isinstance(declared, StrawberryField) and EDGE in declared.metadata


def collected(parent: Any, attribute: str, edge: Edge, context: Context) -> Awaitable[object] | object:  # noqa: ANN401 - any model value with a handle
    """Take the collection from its parent, or ask the edge's loader for it."""
    loaded = getattr(parent, attribute)
    return context.loaders.collection(edge).load(parent.handle) if loaded is UNSET else loaded
