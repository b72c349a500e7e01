# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What was told before, where it is found without Python: one place for each key, which belongs to the key that was asked for last."""

from cython cimport final
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.string cimport memcmp


@final
cdef class Offsets:
    """By how many minutes the times of a day are moved to UTC."""

    def __init__(self, made not None):
        """Ask ``made``, a mapping from days, which count as ``(year * 16 + month) * 32 + day``; no offset is a day or more."""
        self.made = made

    cdef int of(self, int day) except? -1:
        cdef int place = day % DAYS
        if self.days[place] != day:
            self.minutes[place] = self.made[day]
            self.days[place] = day
        return self.minutes[place]


@final
cdef class Names:
    """What the values of an enumeration are called."""

    def __init__(self, made not None):
        """Ask ``made``, a mapping from JSON to JSON."""
        self.made = made
        self.keys, self.names = [b""] * NAMES, [b""] * NAMES

    cdef bytes of(self, At text, Py_ssize_t length):
        cdef int place = (text[length // 2] * 5 + text[length // 3] * 2 + length) % NAMES
        cdef bytes key = self.keys[place]
        if PyBytes_GET_SIZE(key) != length or memcmp(PyBytes_AS_STRING(key), text, length) != 0:
            key = PyBytes_FromStringAndSize(<const char*>text, length)
            self.names[place] = self.made[key]
            self.keys[place] = key
        return self.names[place]
