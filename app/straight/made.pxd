"""Values that are made of others: each function writes one, or tells that this one is left to others."""

from libc.string cimport memchr

from app.straight.leaves cimport LONGEST_NUMBER
from app.straight.output cimport put, room_for
from app.straight.reading cimport Reading, Span
from app.straight.scan cimport At, is_digit, past_number, past_space, past_value

cdef enum:
    LONGEST_FLOAT = 16  # fifteen digits, which every float keeps, and a point


cdef inline bint is_text_or_integer(Reading* reading, Span* value) except -1:
    """Whether a value is one of these, or null."""
    cdef bint is_whole = True
    cdef At at = reading.text + value.begin
    if value.length and (at[0] == b"-" or is_digit(at[0])):
        past_number(at, &is_whole)
        return is_whole and value.length < LONGEST_NUMBER
    return value.length == 0 or at[0] == b'"'


cdef inline bint put_digits(Reading* reading, Span* text, Span* otherwise) except -1:
    """The digits of a text that has some; ``otherwise`` is what others would take them of."""
    cdef At from_text = reading.text + text.begin
    cdef Py_ssize_t place, length = 1
    cdef char* into
    if text.length == 0 or from_text[0] != b'"' or memchr(from_text, b"\\", text.length) != NULL:
        return False
    if not is_text_or_integer(reading, otherwise):
        return False
    into = room_for(&reading.output, text.length)
    for place in range(1, text.length - 1):
        if is_digit(from_text[place]):
            into[length] = from_text[place]
            length += 1
    into[0] = into[length] = b'"'
    reading.output.length += length + 1
    return length > 1


cdef inline bint is_written_alike(At at, At end) except -1:
    """Whether a number would be written so again: a short integer, or a float that has its digits and no exponent."""
    cdef bint is_whole
    past_number(at, &is_whole)
    if at[0] == b"-":
        at += 1
    if is_whole:
        return end - at < LONGEST_NUMBER and (at[0] != b"0" or at[-1] != b"-")
    if end - at > LONGEST_FLOAT or at[0] == b"0" or memchr(at, b"e", end - at) != NULL or memchr(at, b"E", end - at) != NULL:
        return False
    return end[-1] != b"0" or end[-2] == b"."


cdef inline bint put_as_text(Reading* reading, At at, At end) except -1:
    """A text as it is; a flag, or a number, as JSON writes it."""
    if at[0] == b'"':
        return put(&reading.output, at, end - at) == 0
    if at[0] == b"-" or is_digit(at[0]):
        if not is_written_alike(at, end):
            return False
    elif at[0] != b"t" and at[0] != b"f":
        return False
    put(&reading.output, b'"', 1)
    put(&reading.output, at, end - at)
    return put(&reading.output, b'"', 1) == 0


cdef inline bint put_values(Reading* reading, Span* values) except -1:
    """A list of what is one value or a list of them, each as text; null where there is none."""
    cdef At end, at = reading.text + values.begin
    cdef bint is_first = True
    if values.length == 0:
        return put(&reading.output, b"null", 4) == 0
    put(&reading.output, b"[", 1)
    if at[0] != b"[":
        return put_as_text(reading, at, at + values.length) and put(&reading.output, b"]", 1) == 0
    at = past_space(at + 1)
    while at[0] != b"]":
        end = past_value(at, reading.end, 0)
        if at[0] != b"n":
            if not is_first:
                put(&reading.output, b",", 1)
            if not put_as_text(reading, at, end):
                return False
            is_first = False
        at = past_space(end)
        if at[0] == b",":
            at = past_space(at + 1)
    return put(&reading.output, b"]", 1) == 0


cdef inline bint put_single(Reading* reading, Span* values) except -1:
    """What is one value as text; null for a list, or where there is none."""
    cdef At at = reading.text + values.begin
    cdef Py_ssize_t begin = reading.output.length
    if values.length and at[0] != b"[":
        return put_as_text(reading, at, at + values.length)
    if not put_values(reading, values):  # its items may be what is left to others
        return False
    reading.output.length = begin
    return put(&reading.output, b"null", 4) == 0
