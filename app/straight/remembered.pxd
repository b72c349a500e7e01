from app.straight.scan cimport At

cdef enum:
    DAYS = 8192
    NAMES = 64


cdef class Offsets:
    cdef object made
    cdef int days[DAYS]
    cdef int minutes[DAYS]

    cdef int of(self, int day) except? -1


cdef class Names:
    cdef object made
    cdef list keys, names

    cdef bytes of(self, At text, Py_ssize_t length)
