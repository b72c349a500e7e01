"""What is kept for seconds, within a bound."""

from hypothesis import given
from hypothesis.strategies import integers, lists, tuples

from app.upstream.cache import Cache


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def cache(seconds: float = 5, size: int = 10) -> tuple[Cache[bytes], Clock]:
    clock = Clock()
    return Cache(seconds, size, len, clock), clock


def test_a_value_is_kept_for_its_seconds_and_not_longer() -> None:
    kept, clock = cache()
    kept.put("a", b"1")
    clock.seconds = 4.9
    assert kept.get("a") == b"1"
    clock.seconds = 5
    assert kept.get("a") is None
    assert kept.size == 0


def test_without_seconds_nothing_is_kept() -> None:
    kept, _ = cache(seconds=0)
    kept.put("a", b"1")
    assert kept.get("a") is None


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept, _ = cache(size=2)
    for key in "ab":
        kept.put(key, b"1")
    kept.get("a")
    kept.put("c", b"1")
    assert [kept.get(key) for key in "abc"] == [b"1", None, b"1"]


def test_a_value_that_is_too_large_takes_an_older_one_along_and_is_not_kept() -> None:
    kept, _ = cache(size=2)
    kept.put("a", b"1")
    kept.put("a", b"123")
    assert kept.get("a") is None


@given(lists(tuples(integers(0, 5), integers(0, 12))))
def test_the_size_is_never_exceeded(puts: list[tuple[int, int]]) -> None:
    kept, _ = cache()
    for key, size in puts:
        kept.put(key, b"x" * size)
        assert kept.size <= 10
        assert kept.size == sum(len(kept.get(key) or b"") for key in range(6))
