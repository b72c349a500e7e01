"""Reads JSON Lines in batches, in bounded memory whatever the input looks like."""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec import Struct

LONGEST_LINE = 16 * 2**20
"""In bytes; a longer line is passed over."""

LINES_OF_A_BATCH = 400
"""At most. Several batches wait in memory, some as lines, some as rows."""

BYTES_OF_A_BATCH = 3 * 2**19
"""About; the line that reaches it is the last."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Line(Struct, frozen=True):
    """One line.

    Attributes:
        number: counted from 1.
        content: without its end; ``None`` where the line is too long.
    """

    number: int
    content: bytes | None


class Batch(Struct):
    """Lines that are stored together, or not at all.

    Attributes:
        lines: those with something in them.
        last: the number of the last line that was read, blank or not.
        bytes_read: of the input so far.
    """

    lines: list[Line]
    last: int = 0
    bytes_read: int = 0


def batches(stream: BinaryIO, skip: int = 0) -> Iterator[Batch]:
    """Read a stream to its end.

    Args:
        stream: UTF-8, with a byte order mark or without.
        skip: how many lines to pass over at the start.
    """
    batch, size = Batch([]), 0
    for line, bytes_read in _lines(stream):
        batch.last, batch.bytes_read = line.number, bytes_read
        if line.number > skip and line.content != b"":
            batch.lines.append(line)
            size += len(line.content or b"")
        if len(batch.lines) == LINES_OF_A_BATCH or size >= BYTES_OF_A_BATCH:
            yield batch
            batch, size = Batch([]), 0
    if batch.last:
        yield batch


def _lines(stream: BinaryIO) -> Iterator[tuple[Line, int]]:
    number = bytes_read = 0
    while read := stream.readline(LONGEST_LINE + 1):
        number += 1
        bytes_read += len(read)
        if len(read) > LONGEST_LINE and not read.endswith(b"\n"):
            bytes_read += _rest_of_the_line(stream)
            yield Line(number, None), bytes_read
        else:
            yield Line(number, _content(read, number)), bytes_read


def _content(read: bytes, number: int) -> bytes:
    return (read.removeprefix(_BYTE_ORDER_MARK) if number == 1 else read).strip()


def _rest_of_the_line(stream: BinaryIO) -> int:
    passed = 0
    while read := stream.readline(BYTES_OF_A_BATCH):
        passed += len(read)
        if read.endswith(b"\n"):
            break
    return passed
