"""Profiles as plain JSON objects, read from a file of JSON Lines in the upstream's own form."""

import json
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

import orjson

Json: TypeAlias = dict[str, object]
Complain: TypeAlias = Callable[[str], object]

_log = logging.getLogger(__name__)
_INT64 = range(-(2**63), 2**63)


class InvalidProfileError(ValueError):
    """A profile that the upstream could not have written. The message never repeats what is in it."""


def load_data(path: Path, complain: Complain = _log.warning) -> list[Json]:
    """Read one profile per line; a line that holds none is skipped with a complaint that names file and line, not what is in it.

    Args:
        path: a file of JSON Lines, UTF-8. Blank lines are allowed.
        complain: is told of each line that was skipped, in a sentence.

    Raises:
        OSError: when the file cannot be read.
    """
    with path.open("rb") as lines:
        return list(_profiles(lines, lambda sentence: complain(f"{path.name}, {sentence}")))


def profile_id(profile: Json) -> int:
    """The profile's own id.

    Raises:
        InvalidProfileError: when it is no integer of 64 bits.
    """
    value = profile.get("ProfileId")
    if isinstance(value, bool) or not isinstance(value, int) or value not in _INT64:
        raise InvalidProfileError("no integer ProfileId")
    return value


def written(value: object) -> bytes:
    """A value as JSON.

    Raises:
        InvalidProfileError: when JSON cannot say it.
    """
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise InvalidProfileError("a value that JSON cannot carry") from error


def _profiles(lines: Iterator[bytes], complain: Complain) -> Iterator[Json]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _profile(line)
        except InvalidProfileError as error:
            complain(f"line {number} is skipped: {error}.")


def _profile(line: bytes) -> Json:
    try:
        profile = _decode(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InvalidProfileError("not JSON in UTF-8") from error
    if not isinstance(profile, dict):
        raise InvalidProfileError("not a JSON object")
    profile_id(profile)
    written(profile)
    return profile


def _integer(digits: str) -> int | orjson.Fragment:
    value = int(digits)
    return value if value in _INT64 and digits != "-0" else orjson.Fragment(digits)


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


# A number leaves as it came: 1.50 must not become 1.5, since the gateway passes numbers on as JSON writes them.
_decode = partial(json.loads, parse_float=orjson.Fragment, parse_int=_integer, parse_constant=_refuse)
