"""Where the text grows that is written. Everything is put there by ``put``, which makes the room for it."""

from libc.stdlib cimport realloc
from libc.string cimport memcpy


cdef struct Output:
    char* text
    Py_ssize_t length
    Py_ssize_t room


cdef inline char* room_for(Output* output, Py_ssize_t more) except NULL:
    """Return where ``more`` bytes may be written, at the end."""
    cdef char* larger
    if output.room - output.length < more:
        larger = <char*>realloc(output.text, 2 * output.room + more)
        if larger == NULL:
            raise MemoryError
        output.text, output.room = larger, 2 * output.room + more
    return output.text + output.length


cdef inline int put(Output* output, const void* text, Py_ssize_t length) except -1:
    """Write at the end what stands elsewhere."""
    memcpy(room_for(output, length), text, length)
    output.length += length
    return 0


cdef inline int put_own(Output* output, Py_ssize_t begin, Py_ssize_t length) except -1:
    """Write at the end what stands further up."""
    cdef char* end = room_for(output, length)  # which may move all of it
    memcpy(end, output.text + begin, length)
    output.length += length
    return 0
