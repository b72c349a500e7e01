"""Small operations that ask for much work, and large ones that only take long to read."""

from typing import Any

PHONE = 'profilesByPhone(phoneNumber: "15550100050")'
EVERYTHING = (
    "emails { preferences { consents { type } attributes { key } } consents { type } } phones { preferences { consents { type } } }"
)


def aliases(count: int) -> str:
    return "{ " + " ".join(f"a{number}: {PHONE} {{ {EVERYTHING} }}" for number in range(count)) + " }"


def nested_aliases(count: int) -> str:
    inner = " ".join(f"b{number}: preferences {{ type }}" for number in range(count))
    outer = " ".join(f"a{number}: emails {{ {inner} }}" for number in range(count))
    return f"{{ {PHONE} {{ {outer} }} }}"


def directives(count: int) -> str:
    return "{ __typename " + "@include(if: true) " * count + "}"


def unknown_directives(count: int) -> str:
    return "{ __typename " + "@a" * count + " }"


def fields(count: int) -> str:
    return "{ " + f"{PHONE} {{ {'profileId ' * count} }}" + " }"


def wrong_fields(count: int) -> str:
    return "{ " + " ".join(f"profilesByPhon{number}" for number in range(count)) + " }"


def doubling_fragments(count: int, name: str = "emails") -> str:
    doubling = " ".join(
        f"fragment F{number} on Profile {{ a{number}: {name} {{ address }} ... {{ ...F{number + 1} }} ... {{ ...F{number + 1} }} }}"
        for number in range(count)
    )
    return f"{{ {PHONE} {{ ...F0 }} }} {doubling} fragment F{count} on Profile {{ profileId }}"


def plain_doubling_fragments(count: int) -> str:
    doubling = " ".join(f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(count))
    return f"{{ ...F0 }} {doubling} fragment F{count} on Query {{ __typename }}"


def circular_fragments(count: int) -> str:
    circle = " ".join(f"fragment F{number} on Query {{ ...F{(number + 1) % count} ...F{(number + 7) % count} }}" for number in range(count))
    return f"{{ ...F0 }} {circle}"


def overlapping_fields(count: int) -> str:
    return f"{{ {PHONE} {{ {'name { first last } emails { address } ' * count} }} }}"


def overlapping_fragments(count: int) -> str:
    spreads = " ".join(f"...F{number}" for number in range(count))
    fragments = " ".join(f"fragment F{number} on Profile {{ name {{ first }} emails {{ address }} }}" for number in range(count))
    return f"{{ {PHONE} {{ {spreads} }} }} {fragments}"


def nested_introspection(count: int) -> str:
    inner = "name"
    for _ in range(count):
        inner = f"fields {{ type {{ {inner} }} }}"
    return f"{{ __schema {{ types {{ {inner} }} }} }}"


def wide_introspection(count: int) -> str:
    everything = "__schema { types { fields { args { type { name ofType { name } } } type { name } } } }"
    return "{ " + " ".join(f"a{number}: {everything}" for number in range(count)) + " }"


def representations(count: int) -> dict[str, Any]:
    query = f"query ($r: [_Any!]!) {{ _entities(representations: $r) {{ ... on Profile {{ {EVERYTHING} }} }} }}"
    return {"query": query, "variables": {"r": [{"__typename": "Profile", "profileId": str(number)} for number in range(1, count + 1)]}}


DOCUMENTS = {
    "20 aliases of everything": aliases(20),
    "1,000 aliases": aliases(1_000),
    "nested aliases": nested_aliases(25),
    "100 directives": directives(100),
    "10,000 directives": directives(10_000),
    "unknown directives": unknown_directives(900),
    "1,900 fields": fields(1_900),
    "30,000 fields": fields(20_000),
    "1,900 wrong fields": wrong_fields(1_900),
    "28 doubling fragments": doubling_fragments(28),
    "28 plain doubling fragments": plain_doubling_fragments(28),
    "150 doubling fragments": plain_doubling_fragments(150),
    "2 circular fragments": circular_fragments(2),
    "150 circular fragments": circular_fragments(150),
    "overlapping fields": overlapping_fields(180),
    "overlapping fragments": overlapping_fragments(120),
    "40 delayed parts of each profile": f"{{ {PHONE} {{ {'... @defer { name { first } } ' * 40} }} }}",
    "delayed parts in a circle": f"{{ {PHONE} {{ ...F }} }} fragment F on Profile {{ profileId ...F @defer }}",
    "nested introspection": nested_introspection(5),
    "wide introspection": wide_introspection(15),
    "selections 10,000 deep": "{a" * 10_000,
    "lists 10,000 deep": "{ profile(profileId: " + "[" * 10_000,
    "100,000 tokens": "{ " + "a " * 100_000 + "}",
    "100,000 comments": "{ " + "#\n" * 100_000 + "__typename }",
    "100,000 brackets": "{" * 100_000,
    "a long string": '{ profile(profileId: "' + "1" * 200_000 + '") { profileId } }',
    "a long block string": '{ profile(profileId: """' + "\n 1" * 60_000 + '""") { profileId } }',
    "a long number": "{ profile(profileId: " + "1" * 200_000 + ") { profileId } }",
    "a long name": "{ " + "a" * 200_000 + " }",
}
