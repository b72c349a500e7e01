"""Random JSON of the upstream: what is usual, what is odd but allowed, and now and then something broken."""

import json
from collections.abc import Mapping
from functools import lru_cache
from random import Random
from typing import Any, TypeAlias, get_args, get_type_hints

import orjson
from msgspec import Struct

from app.source import wire

Hint: TypeAlias = Any
"""An annotation."""

TEXTS: list[object] = ["", "x", "Straße", "STRASSE", 'Ω\u2028"\\', "Terms", "TERMS", "a\tb\x7f", "ProfileId", "null", "15550109999"]
NUMBERS: list[object] = [0, -3, 12, 1.5, 1e22, 123456789012345678901]
DATES: list[object] = [
    "2024-01-31T23:59:59Z",
    "2024-01-31T23:59:59.1234567Z",
    "2024-02-29T00:00:00.5Z",
    "2024-01-31T23:59:59",
    "2024-07-31T23:59:59.1",
    "2024-03-10T02:30:00",
    "2024-11-03T01:30:00",
    "2024-01-31T23:59:59-05:00",
    "2024-12-31T23:59:59.9999999-08:00",
    "2024-01-01T00:15:00+05:30",
    "2024-05-06",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59",
]
ODD_DATES: list[object] = [
    "",
    " ",
    "2024-02-30T00:00:00Z",
    "2024-13-01T00:00:00Z",
    "2024-01-31 10:00:00Z",
    "2024-01-31t10:00:00z",
    "2024-01-31T10:00",
    "2024-01-31T10:00Z",
    "2024-01-31T10:00:00+0530",
    "2024-01-31T25:00:00",
    "2024-01-31T10:00:00.Z",
    "0000-01-01T00:00:00Z",
    "ZT",
    20240131,
    True,
    ["2024-01-31"],
]
CHOICES: list[object] = [
    1,
    2,
    3,
    4,
    "1",
    "Granted",
    "Not Set",
    "notset",
    "OPT-IN",
    "Opt_Out",
    "Expired",
    "implied",
    "Expressed",
    "Pending Update",
    "Y",
    "N",
]
ODD_CHOICES: list[object] = [0, 99, True, 1.0, "", "  ", "²", "whatever", [], {"a": 1}, -1]
BROKEN = [
    b"",
    b"nothing",
    b"{",
    b'[{"ProfileId": 1}',
    b'{"ProfileId": "1"}',
    b"[1]",
    b"[{}]",
    b'[{"ProfileId": 1.5}]',
    b'[{"ProfileId": 9223372036854775808}]',
    b'"text"',
    b"\xff[]",
    b"null",
]
CUT_OFF = 0
"""In the place of a status: the connection ends without one."""
FAILURES = [400, 401, 403, 404, 404, 409, 429, 500, 503, 302, 204, CUT_OFF]


class UpstreamData:
    """Makes bodies and statuses. ``oddness`` is how often a value is odd."""

    def __init__(self, random: Random, oddness: float) -> None:
        self.random = random
        self.oddness = oddness

    def odd(self) -> bool:
        return self.random.random() < self.oddness

    def answer(self) -> tuple[int, bytes]:
        if self.random.random() < 0.08:
            return self.random.choice(FAILURES), self.random.choice([b'{"Message": "more than 50"}', b"no"])
        if self.random.random() < 0.05:
            return 200, self.random.choice(BROKEN)
        if self.random.random() < 0.03:
            count = self.random.choice([50, 51])
            return 200, orjson.dumps([{"ProfileId": number, "IsActive": self.random.random() < 0.99} for number in range(count)])
        profiles = [self.profile() for _ in range(self.random.choice([0, 1, 1, 2, 3]))]
        if len(profiles) == 1 and self.odd():
            return 200, dumped(profiles[0])
        return 200, self.random.choice([b"", b"", b"\xef\xbb\xbf"]) + dumped([*profiles, *([None] if self.odd() else [])])

    def profile(self) -> dict[str, object]:
        return {**self.shaped(wire.Profile), "ProfileId": self.random.choice([1, 2, 2, 7, -5, 10**18])}

    def shaped(self, shape: type[Struct]) -> dict[str, Any]:
        """Make an object of a wire shape; some of its attributes are missing."""
        hints = hints_of(shape)
        made: dict[str, Any] = {"Unknown": [{"x": None}]} if self.odd() else {}
        for name, key in zip(shape.__struct_fields__, shape.__struct_encode_fields__, strict=True):
            if name == "is_active":
                if self.odd() or shape in {wire.Profile, wire.Email, wire.PhoneNumber, wire.Address, wire.AlternateId}:
                    made[key] = self.random.choice([True, True, True, False, None])
            elif self.random.random() < 0.85:
                made[key] = self.value(name, hints[name])
        return made if self.random.random() > 0.05 else dict.fromkeys(made)

    def value(self, name: str, hint: Hint) -> object:
        if self.random.random() < 0.1:
            return None
        shape = next((kind for kind in flattened(hint) if isinstance(kind, type) and issubclass(kind, wire.Shape)), None)
        if shape:
            return self.several(shape) if "list" in str(hint) else self.shaped(shape)
        if name == "value" and "list" in str(hint):
            return self.random.choice([*TEXTS, *NUMBERS, True, [], ["a", 1, None, False, 2.5], [None]])
        if hint is Any:
            return self.choice(name)
        return self.plain_value(name, is_flag=bool in flattened(hint))

    def plain_value(self, name: str, *, is_flag: bool) -> object:
        if is_flag:
            return self.random.choice([True, False])
        if name == "phone_number_numeric":
            return self.random.choice([15550109999, "15550109999", ""])
        return self.random.choice(NUMBERS if self.odd() else TEXTS)

    def choice(self, name: str) -> object:
        usual, odd = (DATES, ODD_DATES) if "date" in name else (CHOICES, ODD_CHOICES)
        if name == "match_type" and self.random.random() < 0.5:
            return "Implied"
        return self.random.choice(odd if self.odd() else usual)

    def several(self, shape: type[Struct]) -> list[object]:
        items: list[object] = [self.shaped(shape) for _ in range(self.random.choice([0, 1, 1, 2, 3]))]
        return [*items, None] if self.odd() else items


@lru_cache(None)
def hints_of(shape: type[Struct]) -> Mapping[str, Hint]:
    """Remember the annotations of a shape: evaluating them takes longer than making its values."""
    return get_type_hints(shape)


@lru_cache(None)
def flattened(hint: Hint) -> list[Any]:
    parts = get_args(hint)
    return [kind for part in parts for kind in flattened(part)] if parts else [hint]


def dumped(value: object) -> bytes:
    """Write JSON; orjson has no integers beyond 64 bits."""
    return json.dumps(value).encode()
