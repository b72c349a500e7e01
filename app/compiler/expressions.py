"""The expressions of generated code: how a value is read from a decoded object."""

from app.compiler.upstream_fields import UPSTREAM, Choice, Date, Made, Reading, Text

CHOICES: dict[object, str] = {
    reading.read: reading.wire for upstream in UPSTREAM.values() for reading in upstream.readings.values() if isinstance(reading, Choice)
}


def value_of(target: str, reading: Reading) -> str:
    """Return the expression that reads a value, whatever it is."""
    match reading:
        case Text():
            return f"text({target})"
        case Date(_, utc):
            return f"date({target}, UTC)" if utc else f"date({target})"
        case Choice(_, read):
            return f"{choice_names(read)}.of({target})"
    return target


def wire_of(reading: Reading | None) -> str:
    """Return the attribute of the wire shape that a reading takes its value from."""
    assert reading is not None
    assert not isinstance(reading, Made), "made of several"
    assert reading.wire is not None, "stands in its parent"
    return reading.wire


def choice_names(read: object) -> str:
    """Name the names of an enumeration."""
    return f"name_of_{CHOICES[read]}"
