"""Values that are no objects: each function reads what stands here, and notes or writes what the answer shows of it."""

from app.straight.moment cimport Moment, move, offset_at, read_moment, write_moment
from app.straight.output cimport put, room_for
from app.straight.reading cimport Reading, Span, note, passed, put_value
from app.straight.remembered cimport Names, Offsets
from app.straight.scan cimport At, past_number, past_text, past_word, unusual

cdef enum:
    LONGEST_NUMBER = 18  # characters that fit into 64 bits
    DAY = 1440  # minutes


cdef inline int read_text(Reading* reading, Span* span) except -1:
    cdef bint is_plain
    return note(reading, span, past_text(reading.at, reading.end, &is_plain))


cdef inline int read_flag(Reading* reading, Span* span) except -1:
    return note(reading, span, past_word(reading.at, b"true" if reading.at[0] == b"t" else b"false"))


cdef inline int read_number(Reading* reading, Span* span) except -1:
    """An integer, which is written as text."""
    cdef bint is_whole
    cdef At begin = reading.at
    reading.at = past_number(begin, &is_whole)
    if not is_whole or reading.at - begin > LONGEST_NUMBER or begin[0] == b"-" and begin[1] == b"0":
        unusual()
    span.begin, span.length, span.is_written = reading.output.length, reading.at - begin + 2, True
    put(&reading.output, b'"', 1)
    put(&reading.output, begin, reading.at - begin)
    return put(&reading.output, b'"', 1)


cdef inline int read_choice(Reading* reading, Span* span, Names names) except -1:
    """A text or an integer, of which ``names`` has what is written."""
    cdef bint is_as_expected = True
    cdef At end, begin = reading.at
    if reading.at[0] == b'"':
        end = past_text(reading.at, reading.end, &is_as_expected)
    else:
        end = past_number(reading.at, &is_as_expected)
        if not is_as_expected:
            unusual()
    reading.at = end
    return put_value(reading, span, names.of(begin, end - begin))


cdef inline int read_date(Reading* reading, Span* span, tuple about) except -1:
    """A date, which is moved to UTC.

    ``about`` has what reads those in other forms, and by how many minutes those of a day are moved that name no zone, if at all.
    """
    cdef bint is_plain
    cdef Moment moment
    cdef At begin = reading.at + 1, end = past_text(reading.at, reading.end, &is_plain)
    cdef Py_ssize_t length = end - begin - 1
    cdef int minutes = 0
    if not is_plain or not read_moment(begin, length, &moment):
        return put_value(reading, span, about[0](passed(reading, end)))
    if moment.end == length - 1 and begin[moment.end] == b"Z":
        return note(reading, span, end)
    if moment.end == length - len(b"+00:00"):
        minutes = -offset_at(begin + moment.end)
    elif moment.end != length:
        minutes = DAY
    elif about[1] is not None:
        minutes = (<Offsets>about[1]).of((moment.year * 16 + moment.month) * 32 + moment.day)
    if not -DAY < minutes < DAY:
        return put_value(reading, span, about[0](passed(reading, end)))
    move(&moment, minutes)
    reading.at = end
    return put_moment(reading, span, &moment, begin)


cdef inline int put_moment(Reading* reading, Span* span, Moment* moment, At text) except -1:
    cdef char* into = room_for(&reading.output, moment.end + len(b'"T00:00:00Z"'))
    into[0] = b'"'
    span.begin, span.is_written = reading.output.length, True
    span.length = write_moment(moment, text, into + 1) + 2
    into[span.length - 1] = b'"'
    reading.output.length += span.length
    return 0
