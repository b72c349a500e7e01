"""What is too large is refused with its own code before it is validated, and validating cannot be made slow."""

import time
from collections.abc import Callable
from functools import partial

import pytest
from graphql import get_introspection_query

from app.execution.limits import LimitMode, OperationLimits
from app.execution.policy import Policy
from app.execution.public_errors import of_document
from app.execution.reading import Document, Reader
from app.schema.graph import build_schema, executable

SCHEMA = executable(build_schema())
PROFILE = "profile(profileId: 1)"
SMALL = OperationLimits(tokens=60, depth=3, aliases=2, root_fields=2, directives=1)


def read(text: str, **policy: object) -> Document:
    return Reader(SCHEMA, Policy(**policy)).read(text)  # type: ignore[arg-type] # each test names real ones


def codes(document: Document) -> list[object]:
    return [of_document(error).get("extensions", {})["code"] for error in document.errors]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{ name: __typename " + "@skip(if: true) " * 20 + "}", "TOO_MANY_TOKENS"),
        ("{ #" + "\n#" * 100 + "\n __typename }", "TOO_MANY_TOKENS"),
        (f"{{ {PROFILE} {{ emails {{ consents {{ type }} }} }} }}", "TOO_DEEP"),
        (f"{{ {PROFILE} {{ ...F ... {{ ...F }} }} }} fragment F on Profile {{ a: name {{ b: first }} }}", "TOO_MANY_ALIASES"),
        ("{ __typename ...F } fragment F on Query { __typename _service { sdl } }", "TOO_MANY_ROOT_FIELDS"),
        ("{ __typename @skip(if: true) ...F } fragment F on Query { __typename @include(if: true) }", "TOO_MANY_DIRECTIVES"),
    ],
)
def test_each_limit_has_its_own_code(text: str, code: str) -> None:
    assert codes(read(text, limits=SMALL)) == [code]
    assert code not in codes(read(text))


def test_every_limit_that_is_exceeded_is_said_at_once_with_its_numbers() -> None:
    document = read("{ a: __typename b: __typename c: __typename }", limits=SMALL)
    extensions = [of_document(error)["extensions"] for error in document.errors]
    assert extensions == [
        {"code": "TOO_MANY_ALIASES", "limit": 2, "measured": 3},
        {"code": "TOO_MANY_ROOT_FIELDS", "limit": 2, "measured": 3},
    ]


@pytest.mark.parametrize("mode", [LimitMode.MEASURE, LimitMode.OFF])
def test_nothing_is_refused_where_limits_are_not_enforced(mode: LimitMode) -> None:
    document = read("{ a: __typename b: __typename c: __typename }", limits=OperationLimits(mode=mode, aliases=0))
    assert not document.errors
    assert bool(document.estimates) == (mode is LimitMode.MEASURE)


def test_the_standard_introspection_query_passes() -> None:
    assert not read(get_introspection_query()).errors


def same_fields(count: int) -> str:
    return "{ " + f"{PROFILE} {{ name {{ first last }} emails {{ address }} }} " * count + "}"


def overlapping_fragments(count: int) -> str:
    spreads = " ".join(f"...F{number}" for number in range(count))
    fragments = " ".join(f"fragment F{number} on Query {{ {PROFILE} {{ name {{ first }} }} }}" for number in range(count))
    return f"{{ {spreads} }} {fragments}"


def chained_fragments(count: int) -> str:
    chain = " ".join(f"fragment F{number} on Query {{ {PROFILE} {{ profileId }} ...F{number + 1} }}" for number in range(count))
    return f"{{ ...F0 }} {chain} fragment F{count} on Query {{ __typename }}"


def doubling_fragments(count: int) -> str:
    chain = " ".join(f"fragment F{number} on Query {{ ...F{number + 1} ...F{number + 1} }}" for number in range(count))
    return f"{{ ...F0 }} {chain} fragment F{count} on Query {{ __typename }}"


def circular_fragments(count: int) -> str:
    return "{ ...F0 } " + " ".join(
        f"fragment F{number} on Query {{ ...F{(number + 1) % count} ...F{(number + 2) % count} }}" for number in range(count)
    )


MANY = OperationLimits(root_fields=10_000, aliases=10_000, depth=200, directives=10_000)
SLOW_TO_VALIDATE = {
    "fields of one name": same_fields(110),
    "a field of one name": "{ " + "__typename " * 1_990 + "}",
    "fragments that overlap": overlapping_fragments(90),
    "fragments that overlap in a chain": chained_fragments(115),
    "fragments that double each other": doubling_fragments(175),
    "fragments in a circle": circular_fragments(180),
    "fields that are not there": "{ " + " ".join(f"wrong{number}" for number in range(1_990)) + " }",
    "wrong arguments": "{ " + " ".join(f"profile(wrong{number}: 1) {{ profileId }}" for number in range(200)) + " }",
    "a long list": f"{{ _entities(representations: [{'{a: 1} ' * 390}]) {{ __typename }} }}",
    "a wide object": f"{{ _entities(representations: {{{' '.join(f'a{number}: 1' for number in range(650))}}}) {{ __typename }} }}",
    "many operations": " ".join(f"query Q{number} {{ ...F }}" for number in range(240)) + " fragment F on Query { __typename }",
}


def least_seconds(work: Callable[[], object]) -> float:
    """Measure the processor's time, three times: what else the machine does makes it longer, never shorter."""
    seconds = []
    for _ in range(3):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


@pytest.mark.parametrize("text", SLOW_TO_VALIDATE.values(), ids=SLOW_TO_VALIDATE.keys())
def test_no_document_within_the_limit_of_tokens_is_slow_to_read(text: str) -> None:
    reader = Reader(SCHEMA, Policy(limits=MANY))
    reader.read("{ __typename }")
    assert "TOO_MANY_TOKENS" not in codes(reader.read(text))
    assert least_seconds(partial(reader.read, text)) < 0.6


@pytest.mark.parametrize("text", [doubling_fragments(28), circular_fragments(28)])
def test_small_fragments_that_multiply_are_answered_in_milliseconds(text: str) -> None:
    reader = Reader(SCHEMA, Policy())
    reader.read("{ __typename }")
    assert least_seconds(partial(reader.read, text)) < 0.1


def test_of_very_many_errors_some_are_reported() -> None:
    document = read("{ " + " ".join(f"wrong{number}" for number in range(500)) + " }", limits=MANY)
    assert len(document.errors) == 21
    assert "Too many validation errors" in document.errors[-1].message


@pytest.mark.parametrize(
    "text", ["{ __schema { types { name } } }", '{ __type(name: "Query") { name } }', "{ _service { sdl } }", get_introspection_query()]
)
def test_the_schema_is_not_told_where_introspection_is_off(text: str) -> None:
    document = read(text, introspection=False)
    assert set(codes(document)) == {"GRAPHQL_VALIDATION_FAILED"}
    assert not read(text, introspection=True).errors


def test_type_names_are_told_even_where_introspection_is_off() -> None:
    assert not read("{ __typename }", introspection=False).errors


MISSPELT = {
    "a field": "{ profilesByPhon }",
    "a field below": f"{{ {PROFILE} {{ profileIdd }} }}",
    "an argument": "{ profile(profileIdd: 1) { profileId } }",
    "an argument of a directive": "{ __typename @include(iff: true) }",
    "a directive": "{ __typename @includee(if: true) }",
    "a type of a fragment": "{ ...F } fragment F on Querry { __typename }",
    "a type of an inline fragment": "{ ... on Querry { __typename } }",
    "a type of a variable": "query ($v: Stringg) { __typename }",
    "a fragment": "{ ...Fieldz } fragment Fields on Query { __typename }",
    "a variable": "query ($number: ID!) { profile(profileId: $numberr) { profileId } }",
    "a field of the schema": "{ __schema { typess { name } } }",
}


@pytest.mark.parametrize("text", MISSPELT.values(), ids=MISSPELT.keys())
def test_nothing_is_suggested_where_suggestions_are_off(text: str) -> None:
    document = read(text, suggestions=False)
    assert document.errors
    assert [error.message for error in document.errors if "Did you mean" in error.message] == []


def test_suggestions_help_where_they_are_on() -> None:
    with_suggestions = [name for name, text in MISSPELT.items() if any("Did you mean" in error.message for error in read(text).errors)]
    assert len(with_suggestions) >= 6
