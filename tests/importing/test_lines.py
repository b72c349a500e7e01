from io import BytesIO

import pytest

from app.importing.lines import BYTES_OF_A_BATCH, LINES_OF_A_BATCH, LONGEST_LINE, batches


def read(content: bytes, skip: int = 0) -> list[tuple[int, bytes | None]]:
    return [(line.number, line.content) for batch in batches(BytesIO(content), skip) for line in batch.lines]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"{1}\n{2}\n", [(1, b"{1}"), (2, b"{2}")]),
        (b"{1}\n{2}", [(1, b"{1}"), (2, b"{2}")]),
        (b"{1}\r\n{2}\r\n", [(1, b"{1}"), (2, b"{2}")]),
        (b"\n  \n{3}\n\n", [(3, b"{3}")]),
        (b"\xef\xbb\xbf{1}\n{2}\n", [(1, b"{1}"), (2, b"{2}")]),
        (b"{1}\n\xef\xbb\xbf{2}\n", [(1, b"{1}"), (2, b"\xef\xbb\xbf{2}")]),
    ],
    ids=["nothing", "lines", "no last end", "CRLF", "blank lines count", "byte order mark", "only the first mark is one"],
)
def test_lines_are_numbered_and_blank_ones_passed_over(content: bytes, expected: list[tuple[int, bytes]]) -> None:
    assert read(content) == expected


def test_skipped_lines_keep_the_numbers_of_the_others() -> None:
    assert read(b"a\n\nb\nc\n", skip=2) == [(3, b"b"), (4, b"c")]
    assert read(b"a\nb\n", skip=9) == []


@pytest.mark.parametrize(("length", "kept"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False), (2 * LONGEST_LINE + 1, False)])
@pytest.mark.parametrize("end", [b"\n", b"\nnext\n"])
def test_a_line_that_is_too_long_is_passed_over_and_the_rest_goes_on(length: int, kept: bool, end: bytes) -> None:
    lines = read(b"first\n" + b"x" * length + end)
    assert [number for number, _ in lines] == [1, 2, 3][: 1 + end.count(b"\n")]
    assert (lines[1][1] is not None) is kept
    assert lines[2:] == [(3, b"next")][: len(lines) - 2]


def test_a_batch_has_few_lines_and_few_bytes() -> None:
    many = list(batches(BytesIO(b"{}\n" * (2 * LINES_OF_A_BATCH + 200))))
    assert [len(batch.lines) for batch in many] == [LINES_OF_A_BATCH, LINES_OF_A_BATCH, 200]
    assert [batch.last for batch in many] == [LINES_OF_A_BATCH, 2 * LINES_OF_A_BATCH, 2 * LINES_OF_A_BATCH + 200]
    large = list(batches(BytesIO((b"x" * (BYTES_OF_A_BATCH // 2) + b"\n") * 5)))
    assert [len(batch.lines) for batch in large] == [2, 2, 1]


def test_the_bytes_read_add_up_to_the_input() -> None:
    content = b"{}\n" * 700 + b"x" * (LONGEST_LINE + 9) + b"\n\n\n"
    assert list(batches(BytesIO(content)))[-1].bytes_read == len(content)
