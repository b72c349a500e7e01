"""Where reading stands: what is read, how far, and what was written of it."""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE

from app.straight.output cimport Output, put, put_own
from app.straight.scan cimport At, past_comma, past_space, unusual


cdef struct Reading:
    At text
    At at
    At end
    Output output


# A value, written already or to be copied from what is read. Without a length it is null.
cdef struct Span:
    Py_ssize_t begin
    Py_ssize_t length
    bint is_written


cdef inline int pass_opening(Reading* reading, unsigned char bracket) except -1:
    if reading.at[0] != bracket:
        unusual()
    reading.at = past_space(reading.at + 1)
    return 0


cdef inline bint has_ended(Reading* reading, unsigned char bracket) except -1:
    """Pass over a closing bracket, or over a comma."""
    reading.at = past_space(reading.at)
    if reading.at[0] == bracket:
        reading.at += 1
        return True
    reading.at = past_comma(reading.at)
    return False


cdef inline int note(Reading* reading, Span* span, At end) noexcept:
    """Note that what stands here up to an end is to be copied, and pass over it."""
    span.begin, span.length, span.is_written = reading.at - reading.text, end - reading.at, False
    reading.at = end
    return 0


cdef inline bytes passed(Reading* reading, At end):
    """Return what stands here up to an end, and pass over it."""
    cdef bytes found = PyBytes_FromStringAndSize(<const char*>reading.at, end - reading.at)
    reading.at = end
    return found


cdef inline int put_json(Reading* reading, bytes json) except -1:
    return put(&reading.output, PyBytes_AS_STRING(json), PyBytes_GET_SIZE(json))


cdef inline int put_value(Reading* reading, Span* span, bytes json) except -1:
    """Write a value that others made of what was read."""
    span.begin, span.is_written = reading.output.length, True
    span.length = 0 if json == b"null" else PyBytes_GET_SIZE(json)
    return put_json(reading, json)


cdef inline int put_span(Reading* reading, Span* span) except -1:
    if span.length == 0:
        return put(&reading.output, b"null", 4)
    if span.is_written:
        return put_own(&reading.output, span.begin, span.length)
    return put(&reading.output, reading.text + span.begin, span.length)


cdef inline bytes json_of(Reading* reading, Span* span):
    if span.length == 0:
        return b"null"
    if span.is_written:
        return PyBytes_FromStringAndSize(reading.output.text + span.begin, span.length)
    return PyBytes_FromStringAndSize(<const char*>reading.text + span.begin, span.length)
