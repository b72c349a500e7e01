"""The minute-long crowd, for some seconds."""

from tests.upstream.crowd import crowd

SECONDS = 8
MEBIBYTE = 2**20


async def test_a_crowd_gets_its_own_data_from_few_calls_in_flat_memory() -> None:
    happened = await crowd(SECONDS)
    assert happened.wrong == []
    assert happened.requests >= 1000
    assert happened.calls < happened.requests / 3
    assert happened.grown < 20 * MEBIBYTE
