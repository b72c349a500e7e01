"""The minute-long crowd, for some seconds. In a process of its own: what other tests left behind is not the gateway's memory."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.upstream.crowd import observed

SECONDS = 8
MEBIBYTE = 2**20


def test_a_crowd_gets_its_own_data_from_few_calls_in_flat_memory() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        happened = process.submit(observed, SECONDS).result()
    assert happened.wrong == []
    assert happened.requests >= 1000
    assert happened.calls < happened.requests / 3
    assert happened.grown < 20 * MEBIBYTE
