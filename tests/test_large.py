"""Large answers are made one after the other, small ones at any time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.large import LARGE, LargeAnswers, Turn


@asynccontextmanager
async def making(large: LargeAnswers) -> AsyncIterator[Turn]:
    async with large.turn(LARGE) as turn:
        assert turn is not None, "it is large"
        yield turn


async def assert_free(large: LargeAnswers) -> None:
    async with making(large) as next_one:
        await asyncio.wait_for(next_one.take(), 1)


async def test_a_small_answer_needs_no_turn() -> None:
    async with LargeAnswers().turn(LARGE - 1) as turn:
        assert turn is None


async def test_who_reads_waits_for_nobody_and_who_has_read_for_those_before() -> None:
    large = LargeAnswers()
    async with making(large) as second:
        async with making(large) as first:
            await first.take()
            waiting = asyncio.create_task(second.take())
            await asyncio.sleep(0)
            assert not waiting.done()
        await asyncio.wait_for(waiting, 1)


async def test_several_root_fields_take_one_turn() -> None:
    large = LargeAnswers()
    async with making(large) as turn:
        await asyncio.wait_for(asyncio.gather(*[turn.take() for _ in range(3)]), 1)
    await assert_free(large)


async def test_a_deferred_field_that_reads_when_the_turn_is_over_holds_nobody_up() -> None:
    large = LargeAnswers()
    async with making(large) as over:
        pass
    await over.take()
    await assert_free(large)


async def test_a_turn_that_comes_when_nobody_needs_it_any_more_is_given_on() -> None:
    large = LargeAnswers()
    async with making(large) as first:
        await first.take()
        async with making(large) as late:
            waiting = asyncio.create_task(late.take())
            await asyncio.sleep(0)
    await asyncio.wait_for(waiting, 1)
    await assert_free(large)


@pytest.mark.parametrize("again", [True, False])
async def test_who_gives_up_waiting_leaves_no_turn_behind(again: bool) -> None:
    large = LargeAnswers()
    async with making(large) as first:
        await first.take()
        async with making(large) as leaving:
            waiting = asyncio.create_task(leaving.take())
            await asyncio.sleep(0)
            waiting.cancel()
            if again:
                await asyncio.gather(waiting, return_exceptions=True)
    await assert_free(large)
