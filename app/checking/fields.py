"""What the upstream's JSON holds, beside what ``wire.py`` expects: names and kinds of values, never values."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, get_args

import msgspec
from msgspec import Struct

from app.source import wire

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
"""A name that is no word may be somebody's address, and is not shown."""
UNSHOWN = "(not a word)"

KINDS: Mapping[type, str] = {bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"}


class Verdict(Enum):
    """How a field compares."""

    AS_EXPECTED = "as expected"
    OTHER_TYPE = "other type"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(slots=True)
class Seen:
    """What was seen of one field: how often which kind of value, and how often one of a type that cannot be read."""

    kinds: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0
    expected: bool = False


class Field(Struct, frozen=True):
    """One line of the report; the path of an e-mail address is ``Emails[].EmailAddress``."""

    path: str
    verdict: Verdict
    kinds: Mapping[str, int]


def compared(profiles: object) -> list[Field]:
    """Compare decoded JSON, a list of profiles or one, with what is expected; expected fields first."""
    seen: defaultdict[str, Seen] = defaultdict(Seen)
    for profile in profiles if isinstance(profiles, list) else [profiles]:
        look(profile, wire.Profile, "", seen)
    expected = dict(expected_paths(wire.Profile, ""))
    return [Field(path, verdict(seen[path]), seen[path].kinds) for path in dict.fromkeys([*expected, *sorted(seen)])]


def expected_paths(shape: type[Struct], prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield the path and the type of every field that a shape may have."""
    for info in msgspec.structs.fields(shape):
        path = prefix + info.encode_name
        yield path, info.type
        inner = shape_within(info.type)
        if inner is not None:
            yield from expected_paths(inner, below(path, info.type))


def look(item: object, shape: type[Struct] | None, prefix: str, seen: defaultdict[str, Seen]) -> None:
    """Note every field of an object, and of the objects in it."""
    types = {info.encode_name: info.type for info in msgspec.structs.fields(shape)} if shape else {}
    for name, value in item.items() if isinstance(item, dict) else ():
        path = prefix + (name if WORD.fullmatch(name) else UNSHOWN)
        note(seen[path], value, name in types, types.get(name))
        inner = shape_within(types.get(name))
        for nested in value if isinstance(value, list) else [value]:
            look(nested, inner, f"{path}[]." if isinstance(value, list) else f"{path}.", seen)


def note(seen: Seen, value: object, expected: bool, declared: Any) -> None:  # noqa: ANN401, FBT001 - types are values here
    """Count a value by its kind."""
    seen.kinds[KINDS.get(type(value), "null")] += 1
    seen.expected = expected
    if expected and not isinstance(value, dict) and not is_readable(value, declared):
        seen.unreadable += 1


def is_readable(value: object, declared: Any) -> bool:  # noqa: ANN401 - any type
    """Whether a value is of a type; what objects in a list hold is looked at by itself."""
    if isinstance(value, list) and shape_within(declared) is not None:
        return True
    try:
        msgspec.convert(value, declared)
    except msgspec.ValidationError:
        return False
    return True


def verdict(seen: Seen) -> Verdict:
    """Say how a field compares."""
    if not seen.kinds:
        return Verdict.MISSING
    if not seen.expected:
        return Verdict.UNKNOWN
    return Verdict.OTHER_TYPE if seen.unreadable else Verdict.AS_EXPECTED


def shape_within(declared: Any) -> type[Struct] | None:  # noqa: ANN401 - any type
    """Return the shape that a type is made of, if there is one in it."""
    if isinstance(declared, type) and issubclass(declared, Struct):
        return declared
    return next((found for argument in get_args(declared) if (found := shape_within(argument))), None)


def below(path: str, declared: Any) -> str:  # noqa: ANN401 - any type
    """Return what the paths of the fields within a field begin with."""
    is_list = any(getattr(argument, "__origin__", None) is list for argument in get_args(declared))
    return f"{path}[]." if is_list else f"{path}."
