from app.straight.scan cimport At, are_same

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
    DIGITS  # of a text, or as others make them
    SINGLE  # as text, or null for a list
    VALUES  # each as text
    GROUP


cdef class Shape:
    cdef tuple slots, parts, slot_needs, part_needs
    cdef int slot_count, part_count, needed_count
    cdef int activity
    cdef bint drops_inactive
    cdef const char* keys[MOST]
    cdef Py_ssize_t lengths[MOST]
    cdef int kinds[MOST]
    cdef int twins[MOST]
    cdef int followers[MOST + 1]
    cdef const char* befores[MOST]
    cdef Py_ssize_t before_lengths[MOST]
    cdef int part_kinds[MOST]
    cdef int sources[MOST]
    cdef int needed[MOST]

    cdef int found(self, At key, Py_ssize_t length, int previous) noexcept


cdef inline int guessed(Shape shape, At key, Py_ssize_t rest, int previous) noexcept:
    """Return the slot of a key, if it is the one that followed last time: keys come in about the same order. Else -1.

    No more than ``rest`` characters are there.
    """
    cdef int slot = shape.followers[previous + 1]
    cdef Py_ssize_t length = shape.lengths[slot]
    return slot if 0 < length < rest and key[length] == b'"' and are_same(<At>shape.keys[slot], key, length) else -1
