from app.straight.scan cimport At

cdef enum:
    MOST = 64


# What stands at a key of the JSON that is read. Null, or no such key, is null with each but ``ID``.
cpdef enum Kind:
    TEXT
    TEXT_OR_NUMBER  # becomes text
    FLAG
    DATE
    CHOICE
    ID  # becomes text
    OBJECT
    LIST
    ANY  # as it is


# What is written at a key of the answer.
cpdef enum Part:
    SLOT
    CONSTANT
    ACCOUNT
    MADE
    GROUP


cdef class Shape:
    cdef tuple slots, parts, about
    cdef int slot_count, part_count, needed_count
    cdef int activity
    cdef bint drops_inactive
    cdef const char* keys[MOST]
    cdef Py_ssize_t lengths[MOST]
    cdef int kinds[MOST]
    cdef int twins[MOST]
    cdef int followers[MOST + 1]
    cdef int part_kinds[MOST]
    cdef int sources[MOST]
    cdef int needed[MOST]

    cdef int guessed(self, At key, Py_ssize_t rest, int previous) noexcept
    cdef int found(self, At key, Py_ssize_t length, int previous) noexcept
