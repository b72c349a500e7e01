"""A crowd at the gateway: 1,000 callers at once, 10 credentials that see different data, the same 20 numbers.

``python -m tests.upstream.crowd`` runs it for a minute.
"""

import asyncio
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from app.emulator.access import Access, KnownAuthorizations
from app.emulator.accounts import EmulatorData
from app.emulator.running import RunningEmulator, running_emulator
from tests.upstream.asking import Gateway, gateway_over

CALLERS, CREDENTIALS, NUMBERS = 1000, 10, 20
WARM_UP = 0.3
"""The part of the time after which memory should not grow any more."""
QUERY = "query ($number: String!) { profilesByPhone(phoneNumber: $number) { profileId customerType phones { number } } }"
PAGE = 4096


@dataclass
class Crowd:
    """What happened.

    Attributes:
        requests: that were answered.
        wrong: answers that were not the caller's own, or errors.
        calls: that reached the upstream.
        warm: bytes of memory after the warm-up.
        grown: bytes that came on top until the end.
    """

    requests: int = 0
    wrong: list[str] = field(default_factory=list)
    calls: int = 0
    warm: int = 0
    grown: int = 0


def credential(number: int) -> str:
    return f"Bearer credential-{number}"


def phone(number: int) -> str:
    return f"1555010{number:04}"


def people(seen_with: int) -> Iterator[dict[str, object]]:
    """The same numbers for everybody, and a person of one's own behind each."""
    for number in range(NUMBERS):
        tags = [{"Name": "x" * 50} for _ in range(20)]
        yield {
            "ProfileId": seen_with * NUMBERS + number,
            "IsActive": True,
            "CustomerType": credential(seen_with),
            "PhoneNumbers": [{"PhoneNumber": phone(number)}],
            "ProfileTags": tags,
        }


@contextmanager
def upstream() -> Iterator[RunningEmulator]:
    accesses: Mapping[str, Access] = {
        credential(number): Access(data=EmulatorData({"acme": people(number)})) for number in range(CREDENTIALS)
    }
    with running_emulator(EmulatorData({}), verifiers=[KnownAuthorizations(accesses)]) as running:
        yield running


def observed(seconds: float) -> Crowd:
    """Watch a crowd for so many seconds."""
    return asyncio.run(crowd(seconds))


async def crowd(seconds: float) -> Crowd:
    """Let the callers ask for so many seconds."""
    happened = Crowd()
    with upstream() as emulator:
        async with gateway_over(emulator.base_url, deadline_s=30, silence=30, connect=30) as gateway:
            until = time.monotonic() + seconds
            callers = [asyncio.create_task(caller(gateway, number, until, happened)) for number in range(CALLERS)]
            await asyncio.sleep(seconds * WARM_UP)
            happened.warm = memory()
            await asyncio.gather(*callers)
            happened.grown = memory() - happened.warm
        happened.calls = emulator.record.total
    return happened


async def caller(gateway: Gateway, number: int, until: float, happened: Crowd) -> None:
    """Ask for one number after the other, and hold each answer against what this caller should see."""
    random, seen_with = Random(number), number % CREDENTIALS
    for _ in count():
        asked = random.randrange(NUMBERS)
        answered = await gateway.ask(QUERY, credential(seen_with), number=phone(asked))
        own = {
            "profileId": str(seen_with * NUMBERS + asked),
            "customerType": credential(seen_with),
            "phones": [{"number": phone(asked)}],
        }
        happened.requests += 1
        if answered.data != {"profilesByPhone": [own]}:
            happened.wrong.append(", ".join(answered.codes) or "another's data")
        if time.monotonic() > until:
            return


def memory() -> int:
    """Bytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


if __name__ == "__main__":
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    happened = observed(seconds)
    print(  # noqa: T201 - this is what it is for
        f"{seconds:.0f} s, {CALLERS} callers: {happened.requests} requests, {happened.calls} upstream calls, {len(happened.wrong)} wrong, "
        f"memory {happened.warm / 2**20:.0f} MiB after the warm-up and {happened.grown / 2**20:+.1f} MiB later"
    )
    sys.exit(bool(happened.wrong))
