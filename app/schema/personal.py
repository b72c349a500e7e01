"""Personal data, marked once: ``@pii`` on a field or an argument. Masking and the access record follow from the mark.

What a mask looks like is said in ``masks.py``; a null stays null.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Final, TypeAlias

import strawberry
from graphql import GraphQLField
from msgspec import Struct
from strawberry import enum_value
from strawberry.schema_directive import Location
from strawberry.types.field import StrawberryField

from app.auth.principal import Scope
from app.schema import masks
from app.schema.info import Info

Mask: TypeAlias = Callable[[str], str]


@strawberry.enum(description="Which kind of personal data a value is; each is masked in its own way.")
class PiiKind(Enum):
    """See the description."""

    PHONE = enum_value("PHONE", description="A phone number.")
    EMAIL = enum_value("EMAIL", description="An e-mail address.")
    ADDRESS = enum_value("ADDRESS", description="What leads to a door: a line of an address, or a postal code.")
    NAME = enum_value("NAME", description="A part of a person's name.")


MASKS: Final[Mapping[PiiKind, Mask]] = {
    PiiKind.PHONE: masks.phone,
    PiiKind.EMAIL: masks.email,
    PiiKind.ADDRESS: masks.address,
    PiiKind.NAME: masks.name,
}


@strawberry.federation.schema_directive(
    locations=[Location.FIELD_DEFINITION, Location.ARGUMENT_DEFINITION],
    name="pii",
    compose=True,
    import_url="https://specs.profile-gateway.example/pii/v1.0",
    description="Marks what says who a person is. A field so marked is masked without the scope `pii:read`.",
)
class Pii:
    """See the description."""

    kind: PiiKind = strawberry.directive_field(name="kind")


def personal(kind: PiiKind, description: str) -> Any:  # noqa: ANN401 - Strawberry takes the field's type from the class's annotation
    """Make a field that holds personal text."""
    mask = MASKS[kind]

    def resolve(root: strawberry.Parent[Struct], info: Info) -> object:
        value = getattr(root, info.python_name)
        return value if value is None or info.context.principal.has(Scope.PERSONAL) else mask(str(value))

    return strawberry.field(resolver=resolve, description=description, directives=[Pii(kind=kind)])


def mask_of(field: GraphQLField) -> Mask | None:
    """Read the mark of a field of the executable schema: how it is masked, or None if it is not personal."""
    declared = field.extensions.get("strawberry-definition")
    marks = declared.directives if isinstance(declared, StrawberryField) else ()
    return next((MASKS[mark.kind] for mark in marks if isinstance(mark, Pii)), None)
