"""Random operations, as the comparison of both ways needs them."""

import pytest

from app.execution.reading import Reader
from tests.compiler.both_ways import POLICY
from tests.compiler.cases import Case
from tests.compiler.graph import SCHEMA


@pytest.mark.parametrize("seed", range(80))
def test_they_are_valid(seed: int) -> None:
    assert not Reader(SCHEMA, POLICY).read(Case(seed).operation.text).errors


def test_a_seed_makes_one_case() -> None:
    assert str(Case(7)) == str(Case(7)) != str(Case(8))
