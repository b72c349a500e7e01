"""Documents are measured in the time of reading them, whatever their fragments do."""

import time

import pytest
from graphql import get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st

from app.execution.measure import CEILING, Size, measured


def doubling(count: int, inside: str = "__typename") -> str:
    """Fragments that each spread the one before twice, where the two do not fall together."""
    spreads = "".join(
        f"fragment F{number} on Query {{ a: x {{ ...F{number - 1} }} b: x {{ ...F{number - 1} }} }}" for number in range(1, count)
    )
    return f"{{ ...F{count - 1} }} fragment F0 on Query {{ {inside} }} {spreads}"


@pytest.mark.parametrize(
    ("document", "size"),
    [
        ("{ a }", Size(1, 0, 1, 0)),
        ("{ a b { c { d } } }", Size(3, 0, 2, 0)),
        ("{ x: a y: b { z: c } }", Size(2, 3, 2, 0)),
        ("query ($v: Int @d) @d { a @d @d ... @d { b } ...F @d } fragment F on Query @d { c }", Size(1, 0, 3, 7)),
        ("{ ...F ...F } fragment F on Query { x: a { b } }", Size(2, 1, 1, 0)),
        ("{ a { ...F } b { ...F } } fragment F on Query { x: c }", Size(2, 2, 2, 0)),
        ("{ ... on Query { ... { a } } }", Size(1, 0, 1, 0)),
        ("query A { a } query B { a b { c } }", Size(2, 0, 2, 0)),
        ("{ ...Missing a }", Size(1, 0, 1, 0)),
        ("fragment F on Query { a }", Size(0, 0, 0, 0)),
    ],
)
def test_a_document_has_the_size_of_its_largest_operation(document: str, size: Size) -> None:
    assert measured(parse(document)) == size


def test_the_standard_introspection_query_is_15_deep() -> None:
    assert measured(parse(get_introspection_query())).depth == 15


def test_fragments_that_double_each_other_are_measured_at_once() -> None:
    document = parse(doubling(28))
    began = time.process_time()
    assert measured(document).aliases == 2**28 - 2
    assert time.process_time() - began < 0.1


def test_counts_end_at_a_ceiling() -> None:
    assert measured(parse(doubling(100))).aliases == CEILING


def test_fragments_that_spread_each_other_in_circles_have_an_end() -> None:
    document = "{ ...A } fragment A on Query { a { ...B } } fragment B on Query { b { ...A ...B } }"
    assert measured(parse(document)).depth == 2


@given(st.lists(st.sampled_from(["x: a", "a", "a @d", "... { x: a }", "b { y: c }"]), min_size=1))
def test_parts_count_together_what_each_counts(parts: list[str]) -> None:
    whole = measured(parse(f"{{ {' '.join(parts)} }}"))
    each = [measured(parse(f"{{ {part} }}")) for part in parts]
    assert whole[1:] == tuple(map(sum, zip(*(size[1:] for size in each), strict=True)))
    assert whole.depth == max(size.depth for size in each)
