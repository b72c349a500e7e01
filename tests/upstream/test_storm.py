"""The storm of ten seconds, for a moment."""

from tests.upstream.storm import storm


async def test_a_storm_of_503_is_not_multiplied_ends_with_it_and_leaves_nothing_behind() -> None:
    happened = await storm(1.5, pause=0.3, calm=0.3)
    assert list(happened.misses()) == []
