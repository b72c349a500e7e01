"""Lines are written beside the work, and none is lost in silence."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import orjson
import pytest

from app.errors import RecordUnavailable
from app.recording import HELD_AT_MOST, TOGETHER, Recorder, opened


class Disk:
    """Somewhere to write, that may be full or slow."""

    def __init__(self) -> None:
        self.text = b""
        self.full = False
        self.free = threading.Event()
        self.free.set()

    def write(self, text: bytes) -> None:
        self.free.wait(10)
        if self.full:
            raise OSError("canary")
        self.text += text

    def lines(self) -> list[object]:
        return [orjson.loads(line) for line in self.text.splitlines()]


def put(recorder: Recorder, numbers: range) -> None:
    for number in numbers:
        recorder.put(orjson.dumps, number)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - what is waited for happens in a thread
            await asyncio.sleep(0.01)


async def test_lines_are_written_in_their_order_and_at_the_end_all_of_them() -> None:
    disk = Disk()
    recorder = Recorder(disk.write, 10_000, complete=False)
    put(recorder, range(1200))
    await recorder.close()
    assert disk.lines() == list(range(1200))


async def test_nobody_waits_for_a_slow_disk() -> None:
    disk = Disk()
    disk.free.clear()
    recorder = Recorder(disk.write, 100, complete=False)
    begin = time.monotonic()
    put(recorder, range(50))
    await asyncio.sleep(0.05)
    assert (disk.text, time.monotonic() - begin < 1) == (b"", True)
    disk.free.set()
    await recorder.close()
    assert disk.lines() == list(range(50))


async def test_lines_without_room_are_counted_and_the_count_is_written() -> None:
    disk = Disk()
    recorder = Recorder(disk.write, 10, complete=False)
    put(recorder, range(15))
    assert recorder.dropped == 5
    await until(lambda: bool(disk.text))
    await recorder.close()
    [missing, *written] = disk.lines()
    assert isinstance(missing, dict)
    assert missing["dropped"] == 5
    assert written == list(range(10))


async def test_a_record_that_must_be_complete_refuses_work_while_there_is_no_room() -> None:
    recorder = Recorder(Disk().write, 2, complete=True)
    put(recorder, range(2))
    with pytest.raises(RecordUnavailable):
        recorder.check()
    await recorder.close()
    recorder.check()


async def test_what_cannot_be_written_is_tried_again_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk()
    disk.full = True
    recorder = Recorder(disk.write, 10, complete=True)
    put(recorder, range(3))
    await until(lambda: bool(caplog.records))
    with pytest.raises(RecordUnavailable):
        recorder.check()
    disk.full = False
    await recorder.close()
    recorder.check()
    assert disk.lines() == [0, 1, 2]
    assert [record.getMessage() for record in caplog.records] == ["the access record cannot be written: OSError"]


async def test_a_file_is_appended_to_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "access.jsonl"
    write = opened(str(path))
    write(b"1\n")
    moved = await asyncio.to_thread(path.rename, tmp_path / "access.1.jsonl")
    write(b"2\n")
    write(b"3\n")
    assert (moved.read_bytes(), path.read_bytes()) == (b"1\n", b"2\n3\n")
    assert path.stat().st_mode & 0o077 == 0


def test_standard_output_is_written_to(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    opened("stdout")(b"1\n")
    assert capfdbinary.readouterr().out == b"1\n"


async def test_a_line_that_cannot_be_made_is_counted_and_keeps_no_other_back(caplog: pytest.LogCaptureFixture) -> None:
    disk = Disk()
    recorder = Recorder(disk.write, 10, complete=False)
    put(recorder, range(1))
    recorder.put(orjson.loads, b"canary")
    put(recorder, range(1, 2))
    await recorder.close()
    [missing, *written] = disk.lines()
    assert isinstance(missing, dict)
    assert missing["dropped"] == recorder.dropped == 1
    assert datetime.fromisoformat(missing["time"]).utcoffset() == timedelta()
    assert written == [0, 1]
    assert [record.getMessage() for record in caplog.records] == ["a line of the access record could not be made: JSONDecodeError"]


@pytest.mark.parametrize(("lines", "holding", "made_at_once"), [(1, 0, False), (TOGETHER, 0, True), (1, HELD_AT_MOST + 1, True)])
async def test_work_goes_on_before_its_line_is_made_and_many_or_large_answers_do_not_stay(
    lines: int, holding: int, *, made_at_once: bool
) -> None:
    recorder = Recorder(Disk().write, 100, complete=False)
    made: list[bytes] = []

    def make(of: bytes) -> bytes:
        made.append(of)
        return of

    for _ in range(lines):
        recorder.put(make, b"1", holding)
    assert (made, recorder.waiting) == ([], lines)
    await asyncio.sleep(0)
    assert bool(made) is made_at_once
    await recorder.close()
    assert (len(made), recorder.waiting) == (lines, 0)


async def test_nothing_to_write_is_nothing_to_close() -> None:
    await Recorder(Disk().write, 1, complete=True).close()
