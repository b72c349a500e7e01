"""Calls that are shared while they run."""

import asyncio

import pytest

from app.model import View
from app.upstream.deadline import Deadline
from app.upstream.sharing import Call, InFlight

ALL, LATEST = View(), View(history=False)


class Calls:
    """Counts the calls that begin, and ends them when told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.cancelled = 0
        self.deadlines: list[Deadline] = []
        self.end = asyncio.Event()

    async def __call__(self, deadline: Deadline) -> int:
        self.begun += 1
        number = self.begun
        self.deadlines.append(deadline)
        try:
            with deadline:
                await self.end.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return number


def soon(seconds: float = 5) -> float:
    return asyncio.get_running_loop().time() + seconds


def ask(flying: InFlight[int], call: Call[int], key: str = "k", view: View = ALL, seconds: float = 5) -> asyncio.Task[int]:
    return asyncio.create_task(flying.share(key, view, soon(seconds), call))


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_equal_calls_become_one() -> None:
    flying, calls = InFlight[int](), Calls()
    asked = [ask(flying, calls) for _ in range(3)]
    await settled()
    calls.end.set()
    assert await asyncio.gather(*asked) == [1, 1, 1]
    assert flying.joined == 2


async def test_another_key_is_another_call() -> None:
    flying, calls = InFlight[int](), Calls()
    asked = [ask(flying, calls, key) for key in "ab"]
    await settled()
    calls.end.set()
    assert await asyncio.gather(*asked) == [1, 2]


@pytest.mark.parametrize(("first", "second", "begun"), [(ALL, LATEST, 1), (LATEST, ALL, 2), (View(implied=False), LATEST, 2)])
async def test_a_wider_call_serves_a_narrower_one_and_not_the_other_way_round(first: View, second: View, begun: int) -> None:
    flying, calls = InFlight[int](), Calls()
    asked = [ask(flying, calls, view=view) for view in (first, second)]
    await settled()
    calls.end.set()
    await asyncio.gather(*asked)
    assert calls.begun == begun


async def test_one_who_leaves_does_not_take_the_call_from_the_others() -> None:
    flying, calls = InFlight[int](), Calls()
    first, second = ask(flying, calls), ask(flying, calls)
    await settled()
    first.cancel()
    await settled()
    calls.end.set()
    assert await second == 1
    assert first.cancelled()


async def test_the_last_one_who_leaves_ends_the_call() -> None:
    flying, calls = InFlight[int](), Calls()
    asked = [ask(flying, calls) for _ in range(2)]
    await settled()
    for task in asked:
        task.cancel()
    await settled()
    assert calls.cancelled == 1
    calls.end.set()
    assert await ask(flying, calls) == 2, "a call that was given up serves nobody"


async def test_an_answer_is_not_remembered() -> None:
    flying, calls = InFlight[int](), Calls()
    calls.end.set()
    assert [await ask(flying, calls), await ask(flying, calls)] == [1, 2]


async def test_each_who_waits_has_a_deadline_of_their_own() -> None:
    flying, calls = InFlight[int](), Calls()
    early = ask(flying, calls, seconds=0.05)
    await settled()
    late = ask(flying, calls, seconds=5)
    with pytest.raises(TimeoutError):
        await early
    calls.end.set()
    assert await late == 1


async def test_a_call_ends_at_the_deadline_of_all_who_wait() -> None:
    flying, calls = InFlight[int](), Calls()
    with pytest.raises(TimeoutError):
        await ask(flying, calls, seconds=0.05)
    assert calls.deadlines[0].passed, "it was cut, not given up"


async def test_closing_ends_every_call() -> None:
    flying, calls = InFlight[int](), Calls()
    asked = ask(flying, calls)
    await settled()
    await flying.close()
    with pytest.raises(TimeoutError):
        await asked
    assert calls.cancelled == 1
