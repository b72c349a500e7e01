"""A storm at the upstream: it answers every read with 503 for a while, and then as before.

``python -m tests.upstream.storm`` lets it last for ten seconds. Callers go on asking meanwhile, every other one for a batch of entities.
"""

import asyncio
import logging
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.upstream.asking import ONE, TEN, Gateway, Outcomes
from tests.upstream.faults import says
from tests.upstream.raw_upstream import RawUpstream, raw_upstream
from tests.upstream.watching import gateway_to

CALLERS = 10
THINKING_S = 0.05
CALM_S = 1.0
FAILURES = 10
RESERVE = 10
"""Retries that may be made before any is earned."""
DEADLINE_S = 10.0
SLACK_S = 1.0


@dataclass
class Storm:
    """What happened.

    Attributes:
        seconds: that it lasted.
        pause: of the breaker, in seconds.
        reads: that were asked for during the storm.
        calls: that reached the upstream meanwhile.
        wrong: what was neither the caller's own data nor the error that it should be, or not at a time when it may be.
        calm: seconds that answers took before the storm.
        times: seconds that they took while it lasted.
        until_good: seconds from its end until the last answer with an error.
        before: connections and tasks before the gateway was there.
        after: connections and tasks after it was closed.
    """

    seconds: float
    pause: float
    reads: int = 0
    calls: int = 0
    wrong: list[str] = field(default_factory=list)
    calm: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    until_good: float = 0
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)

    @property
    def calls_at_most(self) -> int:
        """The failures that open the breaker, what was on its way by then, the first retries, and a probe after each pause."""
        return FAILURES + sum(len(numbers_of(caller)) for caller in range(CALLERS)) + RESERVE + int(self.seconds / self.pause) + 1

    def misses(self) -> Iterator[str]:
        """Say what is not as it should be."""
        if self.wrong:
            yield f"{len(self.wrong)} answers were wrong: {', '.join(sorted(set(self.wrong)))}"
        if not self.calls <= self.calls_at_most < self.reads:
            yield f"{self.calls} calls for {self.reads} reads; at most {self.calls_at_most} are needed"
        if usual(self.times) > 2 * usual(self.calm) or max(self.times) > SLACK_S:
            yield f"answers took {usual(self.times):.2f} s ({usual(self.calm):.2f} s before), and up to {max(self.times):.2f} s"
        if self.until_good > self.pause + SLACK_S:
            yield f"errors for {self.until_good:.2f} s after the storm"
        if self.after != self.before:
            yield f"connections and tasks: {self.before} before, {self.after} after"

    def __str__(self) -> str:
        """Tell it in figures."""
        return (
            f"{self.seconds:.1f} s of 503: {self.reads} reads made {self.calls} calls (at most {self.calls_at_most}); "
            f"nine of ten answers within {usual(self.times) * 1000:.0f} ms ({usual(self.calm) * 1000:.0f} ms before the storm), "
            f"the slowest {max(self.times) * 1000:.0f} ms; "
            f"good again {self.until_good:.2f} s after it (the pause is {self.pause:.1f} s); "
            f"connections and tasks {self.before} before, {self.after} after"
        )


async def storm(seconds: float, pause: float, calm: float = CALM_S) -> Storm:
    """Let callers ask before, during and after a storm of so many seconds, at an upstream that is given pauses."""
    happened = Storm(seconds, pause)
    async with raw_upstream() as upstream:
        happened.before = left(upstream)
        async with gateway_to(upstream, DEADLINE_S, silence=DEADLINE_S, breaker_failures=FAILURES, breaker_pause=pause) as gateway:
            begins = asyncio.get_running_loop().time() + calm
            until = begins + seconds + pause + SLACK_S + calm
            callers = [asyncio.create_task(caller(number, gateway, happened, begins, until)) for number in range(CALLERS)]
            await asyncio.sleep(calm)
            happened.calls = await calls_while_it_lasts(upstream, seconds)
            await asyncio.gather(*callers)
        happened.after = left(upstream)
    return happened


async def calls_while_it_lasts(upstream: RawUpstream, seconds: float) -> int:
    """Let it storm."""
    calls = len(upstream.asked)
    upstream.fault = says(b"", 503)
    await asyncio.sleep(seconds)
    upstream.fault = None
    return len(upstream.asked) - calls


async def caller(number: int, gateway: Gateway, happened: Storm, begins: float, until: float) -> None:
    """Ask, and look at each answer."""
    clock = asyncio.get_running_loop().time
    numbers, credential = numbers_of(number), f"bearer {number}"
    while (asked_at := clock()) < until:
        outcomes = await gateway.read(numbers, credential)
        judge(happened, outcomes, credential, asked_at - begins)
        await asyncio.sleep(THINKING_S)


def judge(happened: Storm, outcomes: Outcomes, credential: str, asked_at: float) -> None:
    """Note an answer that was asked for so many seconds after the storm began."""
    stormy = 0 <= asked_at < happened.seconds
    if asked_at + outcomes.seconds < 0:
        happened.calm.append(outcomes.seconds)
    elif stormy:
        happened.reads += len(outcomes.by_number)
        happened.times.append(outcomes.seconds)
    for outcome in outcomes.by_number.values():
        failed = outcome != credential
        if failed and (outcome != "UPSTREAM_UNAVAILABLE" or asked_at + outcomes.seconds < 0):
            happened.wrong.append(outcome)
        elif failed:
            happened.until_good = max(happened.until_good, asked_at + outcomes.seconds - happened.seconds)


def usual(times: list[float]) -> float:
    """Seconds within which nine of ten answers came."""
    return sorted(times)[len(times) * 9 // 10]


def numbers_of(caller: int) -> tuple[int, ...]:
    """What a caller asks for."""
    return TEN if caller % 2 else ONE


def left(upstream: RawUpstream) -> tuple[int, int]:
    """Count the connections that are open, and the tasks that run."""
    return upstream.connections, len(asyncio.all_tasks())


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # each failed call would be told
    happened = asyncio.run(storm(float(sys.argv[1]) if len(sys.argv) > 1 else 10, pause=5))
    print(happened)  # noqa: T201 - this is what it is for
    sys.exit("; ".join(happened.misses()) or None)
