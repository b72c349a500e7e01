"""Random operations over random answers of the upstream: the compiled way gives the plain way's answer, and asks nothing more.

``python -m tests.compiler.equivalence 20000`` does the same for longer.
"""

import pytest

from tests.compiler.equivalence import run

CASES = 50


@pytest.mark.parametrize("first", range(0, 4 * CASES, CASES))
async def test_random_operations_are_answered_alike(first: int) -> None:
    hits, plain = await run(CASES, first)
    assert hits / CASES > 0.85, plain
