"""Several processes count together in Redis; while it is away each counts alone, and nobody waits long."""

import asyncio
import logging
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from app.web.counting import MISSING, PAUSE_S, WITHIN_S, Counts, open_counts
from app.web.rate import rate_of
from tests.web.redis_server import RedisServer

RATE = rate_of("3/hour")
Open = Callable[..., Counts]


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    """Opens stores of counts, and closes them in the end."""
    async with AsyncExitStack() as stack:

        def opening(*store: Any) -> Counts:  # noqa: ANN401 - what open_counts takes
            counts = open_counts(*store)
            stack.push_async_callback(counts.close)
            return counts

        yield opening


async def left(counts: Counts, key: str = "x") -> int:
    return (await counts.add(RATE, key)).left


async def test_two_processes_share_one_count(redis: RedisServer, opened: Open) -> None:
    one, other = opened(redis.url), opened(redis.url)
    assert [await left(counts) for counts in (one, other, one)] == [2, 1, 0]
    refused = await other.add(RATE, "x")
    assert (refused.allowed, refused.left) == (False, 0)
    assert 1 <= refused.seconds <= 7200
    assert await left(other, "y") == 2


async def test_in_memory_each_process_counts_alone(opened: Open) -> None:
    one, other = opened("memory://"), opened("memory://")
    assert [await left(counts) for counts in (one, other, one)] == [2, 2, 1]


async def test_many_at_once_are_counted_each(redis: RedisServer, opened: Open) -> None:
    one, other = opened(redis.url), opened(redis.url)
    rate = rate_of("12/hour")
    counted = await asyncio.gather(*(counts.add(rate, "x") for counts in (one, other) for _ in range(10)))
    assert sum(count.allowed for count in counted) == 12


async def test_while_redis_is_away_each_process_counts_alone(redis: RedisServer, opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    counts = opened(redis.url)
    assert await left(counts) == 2
    redis.stop()
    with caplog.at_level(logging.WARNING):
        found = [await counts.add(RATE, "x") for _ in range(5)]
    assert [count.allowed for count in found] == [True, True, True, False, False]
    assert [record.levelname for record in caplog.records] == ["WARNING"], "it is said once"
    assert redis.url not in caplog.text
    assert "redis.sock" not in caplog.text


async def test_redis_that_comes_back_is_asked_again_after_a_pause(
    redis: RedisServer, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    now = 0.0
    counts = opened(redis.url, lambda: now)
    redis.stop()
    assert [await left(counts), await left(counts)] == [2, 1]
    redis.start()
    assert await left(counts) == 0, "the pause is not over"
    now += PAUSE_S
    with caplog.at_level(logging.WARNING):
        assert await left(counts) == 2
    assert "together again" in caplog.text


async def test_nobody_waits_long_for_redis_that_does_not_answer(tmp_path: Path, opened: Open) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        counts = opened(f"redis+unix://{tmp_path}/silent.sock")
        began = time.monotonic()
        assert sorted(await asyncio.gather(*(left(counts) for _ in range(3)))) == [0, 1, 2]
        assert time.monotonic() - began < 3 * WITHIN_S
        began = time.monotonic()
        await left(counts)
        assert time.monotonic() - began < WITHIN_S, "the next ones do not wait at all"


@pytest.mark.parametrize("store", ["nonsense", "canary://user:canary@host", "", "redis://canary:port/x", "async+redis://canary"])
def test_a_store_of_counts_that_is_none_is_said_so_without_its_text(store: str) -> None:
    with pytest.raises(ValueError, match="PROFILES_RATE_LIMIT_STORE") as refused:
        open_counts(store)
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize("missing", ["redis", "limits"])
def test_without_the_client_of_redis_it_is_said_what_to_install(missing: str) -> None:
    program = f"import sys; sys.modules['{missing}'] = None; from app.web.counting import open_counts; open_counts('redis://canary')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr.splitlines()[-1] == f"ValueError: {MISSING}"
    assert "profile-gateway[redis]" in MISSING
