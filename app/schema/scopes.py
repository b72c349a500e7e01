"""The scope that a field needs, as a mark on it: Federation's ``@requiresScopes``, so that routers know it too."""

from graphql import GraphQLField
from strawberry.federation.schema_directives import RequiresScopes
from strawberry.types.field import StrawberryField

from app.auth.principal import Scope


def requires(scope: Scope) -> RequiresScopes:
    """Make the mark."""
    return RequiresScopes(scopes=[[scope.value]])


def scope_of(field: GraphQLField) -> Scope | None:
    """Read the mark of a field of the executable schema."""
    declared = field.extensions.get("strawberry-definition")
    marks = declared.directives if isinstance(declared, StrawberryField) else ()
    return next((Scope(mark.scopes[0][0]) for mark in marks if isinstance(mark, RequiresScopes)), None)
