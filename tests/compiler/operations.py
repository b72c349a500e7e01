"""Random operations over the whole schema: valid ones, with variables that are sometimes wrong."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLSchema, GraphQLUnionType, get_named_type, is_leaf_type, print_type
from msgspec import Struct

# Keys that generated code might trip over. One field each, so that equal keys always mean equal fields and selections merge.
ODD_KEYS = {
    "type": "is_active",
    "id": "profile_id",
    "address": "it",
    "first": "class",
    "line1": "items",
    "status": "account",
    "edited": "None",
    "consents": "x_0_type",
    "preferences": "consent_type",
    "isActive": "__class__",
    "values": "_values",
}
NUMBERS = ["15550109999", "+1 (555) 010-9999", "15550100001", "", "abc", "12"]
IDS = ["1", "2", "7", "07", "-1", "9223372036854775808"]
WRONG: Sequence[object] = [None, 7, True, [], {}, "x", 1.5]


class Operation(Struct):
    """What a client sends."""

    text: str
    variables: dict[str, object]
    name: str | None


EVERYTHING = Operation((Path(__file__).parents[2] / "bench" / "everything.graphql").read_text(), {"phoneNumber": NUMBERS[0]}, None)
"""Selects every field of the graph."""


class Operations:
    """Makes operations."""

    def __init__(self, schema: GraphQLSchema, random: Random) -> None:
        self.schema = schema
        self.random = random
        self.variables: dict[str, str] = {}
        self.values: dict[str, object] = {}
        self.fragments: dict[str, str] = {}

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def operation(self) -> Operation:
        """Make one operation, and perhaps a second in the same document."""
        self.variables, self.values, self.fragments = {}, {}, {}
        roots = [self.root() for _ in range(self.random.choice([1, 1, 1, 2, 3]))]
        if self.chance(0.1):
            roots.append("__typename")
        if self.chance(0.2):
            roots.append(self.random.choice(roots))  # merged with itself
        body = self.shuffled(roots)
        declared = f"({', '.join(self.variables.values())})" if self.variables else ""
        name = "Named" if declared or self.chance(0.5) else ""
        text = f"{f'query {name}{declared} ' if name else ''}{{ {body} }} {' '.join(self.fragments.values())}"
        if name and self.chance(0.05):
            chosen = self.random.choice([*["Named"] * 7, "Other", "Other", None])
            return Operation(f"{text} query Other {{ __typename }}", self.values, chosen)
        return Operation(text, self.values, name if name and self.chance(0.3) else None)

    def shuffled(self, parts: list[str]) -> str:
        self.random.shuffle(parts)
        return " ".join(parts)

    def root(self) -> str:
        query = self.schema.query_type
        assert query is not None
        names = ["profilesByPhone"] * 4 + ["profilesByEmail", "profile", "profileByAlternateId", "_entities"]
        name = "__schema" if self.chance(0.003) else "_service" if self.chance(0.003) else self.random.choice(names)
        key = f"{self.random.choice(['a', 'b', 'class', '_'])}{len(self.values)}{self.random.randrange(1000)}: " if self.chance(0.7) else ""
        if name in {"__schema", "_service"}:
            return f"{key}{name} {{ {'queryType { name }' if name == '__schema' else 'sdl'} }}"
        if not key and name in self.fragments:
            return "__typename"
        key = key or f"k{self.random.randrange(10**6)}: "
        kind = get_named_type(query.fields[name].type)
        return f"{key}{name}({self.arguments(name)}){self.directives()} {self.selection(kind, 4)}"

    def arguments(self, name: str) -> str:
        given = {
            "profilesByPhone": lambda: [
                self.argument("phoneNumber", "String!", NUMBERS),
                *self.maybe("phoneType", "String", ["Home", " "]),
            ],
            "profilesByEmail": lambda: [
                self.argument("emailAddress", "String!", ["a@example.com", " "]),
                *self.maybe("emailType", "String", ["W"]),
            ],
            "profileByAlternateId": lambda: [
                self.argument("alternateId", "String!", ["A", ""]),
                self.argument("alternateIdType", "String!", ["CRM"]),
            ],
            "profile": lambda: [self.argument("profileId", "ID!", [1, 2, *IDS])],
            "_entities": lambda: [self.argument("representations", "[_Any!]!", [self.representations()])],
        }[name]()
        if name != "_entities":
            given += self.maybe("accountId", "ID", ["acme", " ", "other/é", "..", 5])
            given += self.maybe("includeImplied", "Boolean!", [True, False])
            given += self.maybe("includeConsentHistory", "Boolean!", [True, False])
        if name in {"profilesByPhone", "profilesByEmail"}:
            given += self.maybe("includeInactive", "Boolean!", [True, False])
        return self.shuffled(given)

    def representations(self) -> list[object]:
        good = [{"__typename": "Profile", "profileId": "1"}, {"__typename": "Profile", "profileId": 2, "accountId": "acme", "more": [1]}]
        odd: list[object] = [{"__typename": "Tag"}, {}, {"__typename": "Profile", "profileId": "x"}, "text"]
        made: list[object] = [self.random.choice(good) for _ in range(self.random.randrange(4))]
        return [*made, *([self.random.choice(odd)] if self.chance(0.1) else [])]

    def maybe(self, name: str, kind: str, values: Sequence[object]) -> list[str]:
        return [self.argument(name, kind, values)] if self.chance(0.3) else []

    def argument(self, name: str, kind: str, values: Sequence[object]) -> str:
        weighted = list(values) if kind == "Boolean!" else [values[0]] * 9 + list(values)
        return f"{name}: {self.value(kind, weighted)}"

    def value(self, kind: str, values: Sequence[object]) -> str:
        """Write a literal, or declare a variable with a value, a default, or both."""
        value = self.random.choice(values)
        if self.chance(0.5):
            return literal(value)
        name = f"v{len(self.variables)}"
        default = f" = {literal(self.random.choice(values))}" if self.chance(0.3) else ""
        optional = kind.rstrip("!") if default and self.chance(0.5) else kind
        self.variables[name] = f"${name}: {optional}{default}"
        if self.chance(0.003):
            self.values[name] = self.random.choice(WRONG)
        elif not default or self.chance(0.5):
            self.values[name] = value
        return f"${name}"

    def selection(self, kind: GraphQLNamedType, depth: int) -> str:
        """Write a selection set of a type."""
        if isinstance(kind, GraphQLUnionType):
            inner = f"... on Profile{self.directives()} {self.selection(kind.types[0], depth)}"
            return f"{{ {self.shuffled([inner, *(['__typename'] if self.chance(0.5) else [])])} }}"
        assert isinstance(kind, GraphQLObjectType), print_type(kind)
        names = [*kind.fields, "__typename"]
        chosen = self.random.sample(names, min(len(names), self.random.choice([1, 2, 3, 4, 6, 30])))
        chosen += [self.random.choice(chosen) for _ in range(self.random.choice([0, 0, 1, 2]))]
        parts = [part for name in chosen if (part := self.field(kind, name, depth))]
        if self.chance(0.25):
            parts.append(self.fragment(kind, depth))
        return f"{{ {self.shuffled(parts or ['__typename'])} }}"

    def field(self, kind: GraphQLObjectType, name: str, depth: int) -> str:
        key = f"{self.random.choice([f'a_{name}', ODD_KEYS.get(name, f'b_{name}')])}: " if self.chance(0.3) else ""
        if name == "__typename":
            return f"{'t: ' if key else ''}{name}{self.directives()}"
        inner = get_named_type(kind.fields[name].type)
        if is_leaf_type(inner):
            return f"{key}{name}{self.directives()}"
        return f"{key}{name}{self.directives()} {self.selection(inner, depth - 1)}" if depth else ""

    def fragment(self, kind: GraphQLObjectType, depth: int) -> str:
        """Write an inline or a named fragment; named ones are used again."""
        if not depth or self.chance(0.4):
            condition = f" on {kind.name}" if self.chance(0.5) else ""
            return f"...{condition}{self.directives()} {self.selection(kind, min(depth, 1))}"
        known = [name for name in self.fragments if name.startswith(f"F{kind.name}_")]
        if known and self.chance(0.5):
            return f"...{self.random.choice(known)}{self.directives()}"
        name = f"F{kind.name}_{len(self.fragments)}_{self.random.randrange(10**6)}"
        written = self.selection(kind, depth - 1)  # before it is known: no fragment contains itself
        self.fragments[name] = f"fragment {name} on {kind.name} {written}"
        return f"...{name}{self.directives()}"

    def directives(self) -> str:
        if not self.chance(0.08):
            return ""
        name = self.random.choice(["skip", "include"])
        condition = self.value("Boolean!", [True, False])
        return f" @{name}(if: {condition})"


def literal(value: object) -> str:
    """Write a value as GraphQL does."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, str):
        return '"' + value + '"'
    return {True: "true", False: "false", None: "null"}[value] if value is None or isinstance(value, bool) else str(value)
