"""The schema as one value, and its text."""

from typing import Final

from graphql import GraphQLSchema
from strawberry.federation import Schema
from strawberry.schema.config import StrawberryConfig

from app.schema.federation import whole
from app.schema.info import Info
from app.schema.query import Query
from app.schema.scalars import SCALARS

# The lowest version that has what is used (@cost): a widely used composer knows no later one.
FEDERATION_VERSION: Final = "2.9"


def build_schema() -> Schema:
    """Make the graph. It holds no state, so one serves every request."""
    config = StrawberryConfig(info_class=Info, enable_experimental_incremental_execution=True)
    return Schema(query=Query, federation_version=FEDERATION_VERSION, config=config, scalar_overrides=SCALARS)


def executable(schema: Schema) -> GraphQLSchema:
    """Return the graphql-core schema below Strawberry's."""
    return schema._schema  # noqa: SLF001 - Strawberry has no public name for it


def sdl() -> str:
    """Print the schema as ``schema.graphql`` keeps it: whole, so that any tool can read it."""
    return whole(build_schema().as_str())
