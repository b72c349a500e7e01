"""The graph that operations are made for and executed over."""

from graphql import GraphQLObjectType

from app.schema.graph import build_schema, executable
from app.schema.scopes import scope_of

SCHEMA = executable(build_schema())
SCOPES = {
    field.extensions["strawberry-definition"].python_name: scope
    for kind in SCHEMA.type_map.values()
    if isinstance(kind, GraphQLObjectType)
    for field in kind.fields.values()
    if (scope := scope_of(field))
}
"""By the attribute of a field, which is also the name of a store's table, the scope that it needs."""
