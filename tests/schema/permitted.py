"""The permission matrix as a table, and what an answer must look like to a caller with some of the scopes."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from app.auth.principal import Scope
from app.schema import masks

Json: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

# The scope of each field below a profile, wherever it stands. A field that is not here needs none of its own.
NEEDED = {
    "alternateIds": Scope.CONTACTS,
    "addresses": Scope.CONTACTS,
    "emails": Scope.CONTACTS,
    "phones": Scope.CONTACTS,
    "preferences": Scope.PREFERENCES,
    "consents": Scope.CONSENTS,
    "customFields": Scope.CUSTOM_FIELDS,
    "groups": Scope.GROUPS,
    "tags": Scope.TAGS,
}

# How each personal field is masked, by the field that its object stands in. One that is not here is shown to everybody.
MASKED = {
    ("name", "prefix"): masks.name,
    ("name", "first"): masks.name,
    ("name", "middle"): masks.name,
    ("name", "last"): masks.name,
    ("name", "suffix"): masks.name,
    ("emails", "address"): masks.email,
    ("phones", "number"): masks.phone,
    ("phones", "digits"): masks.phone,
    ("addresses", "line1"): masks.address,
    ("addresses", "line2"): masks.address,
    ("addresses", "postalCode"): masks.address,
    ("standardized", "line1"): masks.address,
    ("standardized", "line2"): masks.address,
    ("standardized", "postalCode"): masks.address,
}


def shown(value: Json, scopes: frozenset[Scope], inside: str = "") -> Json:
    """What a caller with these scopes is shown of a profile, or of a part of it."""
    if isinstance(value, list):
        return [shown(item, scopes, inside) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: shown_field(name, inner, scopes, inside) for name, inner in value.items()}


def shown_field(name: str, value: Json, scopes: frozenset[Scope], inside: str) -> Json:
    needed, mask = NEEDED.get(name), MASKED.get((inside, name))
    if needed and needed not in scopes:
        return None
    if mask and value is not None and Scope.PERSONAL not in scopes:
        return mask(value)
    return shown(value, scopes, name)


def refused(value: Json, scopes: frozenset[Scope], path: Path) -> Iterator[tuple[Path, str]]:
    """Where a caller with these scopes is told FORBIDDEN, and which scope is said to be missing."""
    for name, inner in value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ():
        needed = NEEDED.get(name) if isinstance(name, str) else None
        if needed and needed not in scopes:
            yield (*path, name), needed.value
        else:
            yield from refused(inner, scopes, (*path, name))
