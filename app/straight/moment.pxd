"""Dates as most of them come: read, moved to UTC by so many minutes, and written. Whatever else comes, ``source/dates.py`` reads.

Years 0001 and 9999 say "since ever" and "for ever", and are not moved; they are left to it as well.
"""

from libc.string cimport memcpy

from app.straight.scan cimport At, is_digit


cdef struct Moment:
    int year
    int month
    int day
    int minute  # of the day
    Py_ssize_t end  # of what stands before the zone: seconds, or their fraction
    bint is_day  # no time is given


cdef inline int number(At at) noexcept nogil:
    """Two digits, or -1."""
    return (at[0] - c"0") * 10 + at[1] - c"0" if is_digit(at[0]) and is_digit(at[1]) else -1


cdef inline int days_in(int year, int month) noexcept nogil:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month == 4 or month == 6 or month == 9 or month == 11 else 31


cdef inline bint read_day(At at, Moment* moment) noexcept nogil:
    """Read ``yyyy-mm-dd``, and tell whether that is a day."""
    cdef int century = number(at), year = number(at + 2), month = number(at + 5), day = number(at + 8)
    if century < 0 or year < 0 or at[4] != b"-" or at[7] != b"-":
        return False
    moment.year, moment.month, moment.day = century * 100 + year, month, day
    return 1 < moment.year < 9999 and 1 <= month <= 12 and 1 <= day <= days_in(moment.year, month)


cdef inline bint read_moment(At at, Py_ssize_t length, Moment* moment) noexcept nogil:
    """Read ``yyyy-mm-dd``, or ``yyyy-mm-ddThh:mm:ss`` with or without a fraction, and tell whether there is such a moment."""
    cdef int hour, minute, second
    moment.is_day = length == 10
    if length != 10 and length < 19 or not read_day(at, moment):
        return False
    moment.minute, moment.end = 0, 10
    if moment.is_day:
        return True
    hour, minute, second = number(at + 11), number(at + 14), number(at + 17)
    if at[10] != b"T" or at[13] != b":" or at[16] != b":":
        return False
    moment.minute, moment.end = hour * 60 + minute, 19
    if at[19] == b".":
        moment.end = 20
        while is_digit(at[moment.end]):
            moment.end += 1
    return 0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and moment.end != 20


cdef inline int offset_at(At at) noexcept nogil:
    """Read ``±hh:mm`` in minutes; more than a day for anything else."""
    cdef int hours = number(at + 1), minutes = number(at + 4)
    if (at[0] != b"+" and at[0] != b"-") or at[3] != b":" or not 0 <= hours < 24 or not 0 <= minutes < 60:
        return 10000
    return hours * 60 + minutes if at[0] == b"+" else -(hours * 60 + minutes)


cdef inline void move(Moment* moment, int minutes) noexcept nogil:
    """Move it by less than a day."""
    moment.minute += minutes
    if moment.minute < 0:
        moment.minute += 1440
        moment.day -= 1
    elif moment.minute >= 1440:
        moment.minute -= 1440
        moment.day += 1
    if moment.day == 0:
        moment.month -= 1
        if moment.month == 0:
            moment.month, moment.year = 12, moment.year - 1
        moment.day = days_in(moment.year, moment.month)
    elif moment.day > days_in(moment.year, moment.month):
        moment.day, moment.month = 1, moment.month + 1
        if moment.month == 13:
            moment.month, moment.year = 1, moment.year + 1


cdef inline void write_number(char* at, int value) noexcept nogil:
    at[0] = c"0" + value // 10
    at[1] = c"0" + value % 10


cdef inline Py_ssize_t write_moment(Moment* moment, At text, char* into) noexcept nogil:
    """Write it in UTC, with the seconds and the fraction of ``text``, and return its length: as many characters and ten more at most."""
    cdef Py_ssize_t end = moment.end
    if moment.is_day:
        memcpy(into, b"0000-00-00T00:00:00", 19)
        end = 19
    else:
        memcpy(into, text, end)
    write_number(into, moment.year // 100)
    write_number(into + 2, moment.year % 100)
    write_number(into + 5, moment.month)
    write_number(into + 8, moment.day)
    write_number(into + 11, moment.minute // 60)
    write_number(into + 14, moment.minute % 60)
    into[end] = b"Z"
    return end + 1
