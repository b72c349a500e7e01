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


cdef inline void copy(char* into, const char* text, Py_ssize_t length) noexcept nogil:
    """Do as ``memcpy``, which is a call where the length is not known beforehand; most texts are short, and pieces may overlap."""
    if length > 32:
        memcpy(into, text, length)
    elif length >= 16:
        memcpy(into, text, 16)
        memcpy(into + length - 16, text + length - 16, 16)
    elif length >= 8:
        memcpy(into, text, 8)
        memcpy(into + length - 8, text + length - 8, 8)
    elif length >= 4:
        memcpy(into, text, 4)
        memcpy(into + length - 4, text + length - 4, 4)
    elif length > 0:
        into[0], into[length // 2], into[length - 1] = text[0], text[length // 2], text[length - 1]


cdef inline int put(Output* output, const void* text, Py_ssize_t length) except -1:
    """Write at the end what stands elsewhere."""
    copy(room_for(output, length), <const char*>text, length)
    output.length += length
    return 0


cdef inline int put_own(Output* output, Py_ssize_t begin, Py_ssize_t length) except -1:
    """Write at the end what stands further up."""
    cdef char* end = room_for(output, length)  # which may move all of it
    copy(end, output.text + begin, length)
    output.length += length
    return 0
