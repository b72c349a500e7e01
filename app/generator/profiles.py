"""Profiles in the upstream's own JSON form, one by one."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

import orjson

from app.generator.households import people
from app.generator.lives import Lives

Profile: TypeAlias = dict[str, object]

DEFAULT_SEED = 1


def profiles(count: int, seed: int = DEFAULT_SEED, start_id: int = 1) -> Iterator[Profile]:
    """Make people up, lazily and in constant memory; see ``lines``."""
    return map(orjson.loads, lines(count, seed, start_id))


def lines(count: int, seed: int = DEFAULT_SEED, start_id: int = 1) -> Iterator[bytes]:
    """Make people up, each as a line of JSON with its line feed.

    A profile follows from the seed and its own id alone. Among ten million in a row, at most 50 share a phone number.

    Args:
        count: how many.
        seed: another seed, other people.
        start_id: the id of the first, from 1; the others follow without a gap.
    """
    lives = Lives(seed)
    for who in islice(people(seed, start_id), count):
        yield lives.of(who).filled(who.fillers) + b"\n"
