"""Protocol Buffers, as much of their encoding as a trace needs."""

SEVEN_BITS = 0x7F
VARINT, LENGTH = 0, 2  # wire types


def number(field: int, value: int) -> bytes:
    """Write an unsigned integer."""
    return varint(field << 3 | VARINT) + varint(value)


def text(field: int, value: str) -> bytes:
    """Write a text."""
    return message(field, value.encode())


def message(field: int, encoded: bytes) -> bytes:
    """Write a message that is encoded already."""
    return varint(field << 3 | LENGTH) + varint(len(encoded)) + encoded


def varint(value: int) -> bytes:
    """Write seven bits a byte, the lowest first; the eighth says that there are more."""
    encoded = bytearray()
    while value > SEVEN_BITS:
        encoded.append(value & SEVEN_BITS | SEVEN_BITS + 1)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
