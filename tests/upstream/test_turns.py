"""The cap on calls at once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis.strategies import integers, lists, sampled_from, tuples

from app.errors import UpstreamUnavailable
from app.upstream.turns import Turns


@asynccontextmanager
async def place(turns: Turns, caller: Hashable) -> AsyncIterator[None]:
    """Held for a block."""
    await turns.begin(caller)
    try:
        yield
    finally:
        turns.end()


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Work:
    """Takes turns and notes in which order they came."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.order: list[str] = []
        self.running = 0
        self.at_most = 0
        self.gate = asyncio.Event()

    async def one(self, caller: str) -> None:
        async with place(self.turns, caller):
            self.order.append(caller)
            self.running += 1
            self.at_most = max(self.at_most, self.running)
            await self.gate.wait()
            await asyncio.sleep(0)
            self.running -= 1

    def begin(self, *callers: str) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.one(caller)) for caller in callers]


async def test_no_more_run_at_once_than_there_are_places() -> None:
    work = Work(Turns(3, 100))
    tasks = work.begin(*"abcdefghij")
    work.gate.set()
    await asyncio.gather(*tasks)
    assert (work.at_most, len(work.order), work.turns.waiting) == (3, 10, 0)


async def test_callers_take_turns_however_many_reads_one_of_them_has() -> None:
    work = Work(Turns(1, 100))
    tasks = work.begin(*"aaaaaabc")
    work.gate.set()
    await asyncio.gather(*tasks)
    assert "".join(work.order) == "aabcaaaa"


async def test_who_finds_the_queue_full_is_told_to_come_later() -> None:
    work = Work(Turns(1, 2))
    tasks = work.begin("a", "a", "b")
    await settled()
    with pytest.raises(UpstreamUnavailable) as refused:
        await work.one("c")
    assert refused.value.extensions["retryAfter"] == 1
    work.gate.set()
    await asyncio.gather(*tasks)
    assert work.turns.refused == 1


@pytest.mark.parametrize("leaves", [lambda tasks: tasks[1], lambda tasks: tasks[0]])
async def test_who_leaves_takes_no_place_along(leaves: Callable[[list[asyncio.Task[None]]], asyncio.Task[None]]) -> None:
    work = Work(Turns(1, 10))
    tasks = work.begin(*"abc")
    await settled()
    leaves(tasks).cancel()
    work.gate.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert len(work.order) in {2, 3}
    assert work.turns.waiting == 0
    await asyncio.wait_for(work.one("d"), 1)


async def test_a_place_that_is_given_to_one_who_just_left_goes_to_the_next() -> None:
    turns = Turns(1, 10)
    work = Work(turns)
    work.gate.set()
    async with place(turns, "a"):
        leaving, staying = work.begin("b", "c")
        await settled()
    leaving.cancel()  # it has the place by now, and does not know yet
    await asyncio.wait_for(staying, 1)
    assert work.order == ["c"]


@given(integers(1, 3), lists(tuples(sampled_from(["comes", "leaves", "ends"]), integers(0, 9)), max_size=60))
def test_whoever_leaves_when_no_place_is_lost_and_none_given_twice(places: int, history: list[tuple[str, int]]) -> None:
    asyncio.run(lived_through(places, history))


async def lived_through(places: int, history: list[tuple[str, int]]) -> None:
    turns, ends = Turns(places, 1000), list[asyncio.Event]()
    inside, tasks = set[int](), list[asyncio.Task[None]]()

    async def visit(number: int) -> None:
        async with place(turns, number % 3):
            inside.add(number)
            try:
                await ends[number].wait()
            finally:
                inside.discard(number)

    for what, number in history:
        if what == "comes":
            ends.append(asyncio.Event())
            tasks.append(asyncio.create_task(visit(len(tasks))))
        elif tasks and what == "ends":
            ends[number % len(tasks)].set()
        elif tasks:
            tasks[number % len(tasks)].cancel()
        if number % 2:
            await asyncio.sleep(0)  # else what comes next happens in the same tick
        assert len(inside) <= places
    for _ in range(2 * len(tasks) + 5):
        await asyncio.sleep(0)
    staying = sum(not task.done() for task in tasks)
    assert (len(inside), turns.waiting) == (min(places, staying), max(0, staying - places))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (turns.running, turns.waiting) == (0, 0)
