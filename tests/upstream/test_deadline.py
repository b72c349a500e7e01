"""A deadline that several wait for."""

import asyncio

import pytest

from app.upstream.deadline import Deadline


def soon(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_a_block_is_cut_when_its_time_has_come() -> None:
    deadline = Deadline(soon(0.01))
    with pytest.raises(TimeoutError), deadline:
        await asyncio.sleep(5)
    assert deadline.passed


async def test_a_block_that_begins_too_late_is_cut_at_its_first_wait() -> None:
    with pytest.raises(TimeoutError), Deadline(soon(-1)):
        await asyncio.sleep(5)


async def test_a_block_that_ends_in_time_leaves_nothing_behind() -> None:
    deadline = Deadline(soon(0.01))
    with deadline:
        pass
    await asyncio.sleep(0.02)
    assert not deadline.passed


async def test_a_deadline_can_be_put_off_and_not_brought_forward() -> None:
    deadline = Deadline(soon(0.02))
    with deadline:
        deadline.put_off(soon(5))
        deadline.put_off(soon(0.01))
        await asyncio.sleep(0.04)
        assert deadline.remaining > 4
    assert not deadline.passed


async def test_a_deadline_that_was_lifted_lets_the_block_go_on() -> None:
    deadline = Deadline(soon(0.01))
    with deadline:
        deadline.lift()
        await asyncio.sleep(0.02)
    assert not deadline.passed


async def test_a_block_can_be_cut_at_any_time() -> None:
    deadline = Deadline(soon(5))
    asyncio.get_running_loop().call_soon(deadline.cut)
    with pytest.raises(TimeoutError), deadline:
        await asyncio.sleep(5)
    assert deadline.passed


async def test_a_deadline_that_has_passed_cannot_be_put_off() -> None:
    deadline = Deadline(soon(0.01))

    async def cut() -> None:
        with deadline:
            try:
                await asyncio.sleep(5)
            finally:
                deadline.put_off(soon(5))

    with pytest.raises(TimeoutError):
        await cut()


async def test_a_task_that_was_cut_goes_on_afterwards() -> None:
    with pytest.raises(TimeoutError), Deadline(soon(0.01)):
        await asyncio.sleep(5)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0
    await asyncio.sleep(0.01)


async def test_an_error_within_the_block_is_not_taken_for_the_deadline() -> None:
    deadline = Deadline(soon(5))
    with pytest.raises(ValueError, match="ours"), deadline:
        raise ValueError("ours")
    assert not deadline.passed


@pytest.mark.parametrize("cut_first", [True, False])
async def test_whoever_cancels_the_task_as_well_is_obeyed(*, cut_first: bool) -> None:
    deadline = Deadline(soon(0.02 if cut_first else 5))

    async def cut() -> None:
        with deadline:
            try:
                await asyncio.sleep(5)
            finally:
                if cut_first:
                    task.cancel()

    task = asyncio.create_task(cut())
    await asyncio.sleep(0)
    if not cut_first:
        task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert deadline.passed is cut_first
