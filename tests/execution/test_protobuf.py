"""The bytes of Protocol Buffers, against the examples of their documentation."""

import pytest

from app.execution.protobuf import message, number, text, varint


@pytest.mark.parametrize(("value", "encoded"), [(0, "00"), (1, "01"), (127, "7f"), (128, "8001"), (150, "9601"), (300, "ac02")])
def test_a_number_is_written_seven_bits_at_a_time(value: int, encoded: str) -> None:
    assert varint(value).hex() == encoded


def test_a_field_says_its_number_and_its_kind() -> None:
    assert number(1, 150).hex() == "089601"
    assert text(2, "testing").hex() == "120774657374696e67"
    assert message(3, number(1, 150)).hex() == "1a03089601"
    assert number(16, 1).hex() == "800101"
