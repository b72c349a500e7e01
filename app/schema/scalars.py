"""Scalars of our own."""

from typing import NewType

import strawberry
from strawberry.federation.schema import FederationAny
from strawberry.types.scalar import ScalarDefinition, ScalarWrapper

DateTime = NewType("DateTime", str)

DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="A point in time, RFC 3339 in UTC, ending in `Z`, with the precision it was recorded with (seven digits at most).",
    specified_by_url="https://scalars.graphql.org/chillicream/date-time.html",
    serialize=str,
    parse_value=str,
)

REPRESENTATION = strawberry.scalar(
    name="_Any",
    description="A reference to an entity: an object with `__typename` and the fields of one of the type's keys.",
    serialize=lambda value: value,
    parse_value=lambda value: value,
)

SCALARS: dict[object, type | ScalarWrapper | ScalarDefinition] = {DateTime: DATE_TIME, FederationAny: REPRESENTATION}
