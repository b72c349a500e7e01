"""Passing over JSON (RFC 8259): each function takes where something begins, and returns where it ends.

What is read ends in a NUL, as all of Python's ``bytes`` do. None is allowed anywhere in JSON, so everything stops there at the latest. What
is not JSON, or not what was expected, is a ``ValueError``.
"""

from libc.stdint cimport uint64_t
from libc.string cimport memcpy

ctypedef const unsigned char* At

cdef enum:
    DEEPEST = 60


cdef extern from "Python.h":
    const uint64_t EACH "0x0101010101010101ULL"  # of eight characters
    const bint FIRST_IS_LOWEST "PY_LITTLE_ENDIAN"
    int low_zeros "__builtin_ctzll"(uint64_t bits) noexcept nogil
    object PyUnicode_DecodeUTF8(const char* text, Py_ssize_t length, const char* errors)


cdef inline At unusual() except NULL:
    raise ValueError("This JSON is left to others.")


cdef inline At past_space(At at) noexcept nogil:
    while at[0] == b" " or at[0] == b"\n" or at[0] == b"\r" or at[0] == b"\t":
        at += 1
    return at


cdef inline bint is_digit(unsigned char character) noexcept nogil:
    return b"0" <= character <= b"9"


cdef inline At past_digits(At at) except NULL:
    """One digit or more."""
    if not is_digit(at[0]):
        return unusual()
    while is_digit(at[0]):
        at += 1
    return at


cdef inline At past_word(At at, const char* word) except NULL:
    """``null``, ``true`` or ``false``."""
    while word[0] != 0:
        if at[0] != word[0]:
            return unusual()
        at += 1
        word += 1
    return at


cdef inline At past_number(At at, bint* is_whole) except NULL:
    """A number, which may be an integer."""
    is_whole[0] = True
    if at[0] == b"-":
        at += 1
    at = at + 1 if at[0] == b"0" else past_digits(at)
    if at[0] == b".":
        is_whole[0] = False
        at = past_digits(at + 1)
    if at[0] == b"e" or at[0] == b"E":
        is_whole[0] = False
        at += 1
        if at[0] == b"+" or at[0] == b"-":
            at += 1
        at = past_digits(at)
    return at


cdef inline bint is_hexadecimal(unsigned char character) noexcept nogil:
    return is_digit(character) or b"a" <= character <= b"f" or b"A" <= character <= b"F"


cdef inline At past_escape(At at) except NULL:
    """What follows a backslash. Halves of surrogate pairs are left to others."""
    cdef int place
    if at[0] == b"u":
        for place in range(1, 5):
            if not is_hexadecimal(at[place]):
                return unusual()
        return unusual() if at[1] == b"d" or at[1] == b"D" else at + 5
    if at[0] in (b'"', b"\\", b"/", b"b", b"f", b"n", b"r", b"t"):
        return at + 1
    return unusual()


cdef inline bint is_ordinary(unsigned char character) noexcept nogil:
    """Whether a character of a text says nothing but itself, and is ASCII."""
    return <unsigned char>(character - c" ") < 0x60 and character != b'"' and character != b"\\"


cdef inline uint64_t eight_at(At at) noexcept nogil:
    cdef uint64_t eight
    memcpy(&eight, at, 8)
    return eight


cdef inline bint are_same(At one, At another, Py_ssize_t length) noexcept nogil:
    """Do as ``memcmp``, which is a call: tell whether so many characters are the same. Pieces may overlap."""
    cdef Py_ssize_t place = 0
    if length < 8:
        while place < length and one[place] == another[place]:
            place += 1
        return place == length
    while length - place > 8 and eight_at(one + place) == eight_at(another + place):
        place += 8
    return length - place <= 8 and eight_at(one + length - 8) == eight_at(another + length - 8)


cdef inline int ordinary(At at) noexcept nogil:
    """How many of the next eight characters are, up to one that is not.

    Found out in one go: a subtraction borrows where a character is too small, or equal to one that is not, and so sets its highest bit.
    """
    cdef uint64_t eight = eight_at(at), quotes, backslashes, others
    quotes, backslashes = eight ^ EACH * c'"', eight ^ EACH * c"\\"
    others = ((eight - EACH * c" ") | (quotes - EACH) | (backslashes - EACH) | eight) & EACH * 0x80
    if others == 0:
        return 8
    return low_zeros(others) // 8 if FIRST_IS_LOWEST else 0


cdef inline At past_text(At at, At end, bint* is_plain) except NULL:
    """A text, which may be without any escape."""
    cdef bint is_ascii = True
    cdef int many
    cdef At begin
    if at[0] != b'"':
        return unusual()
    at += 1
    begin = at
    is_plain[0] = True
    while True:
        while end - at >= 8:
            many = ordinary(at)
            at += many
            if many < 8:
                break
        while is_ordinary(at[0]):
            at += 1
        if at[0] == b'"':
            break
        if at[0] >= 0x80:
            is_ascii = False
            at += 1
        elif at[0] == b"\\":
            is_plain[0] = False
            at = past_escape(at + 1)
        else:
            return unusual()
    if not is_ascii:
        PyUnicode_DecodeUTF8(<const char*>begin, at - begin, NULL)  # raises UnicodeDecodeError
    return at + 1


cdef inline At past_value(At at, At end, int depth) except NULL:
    """Any value."""
    cdef bint _
    if at[0] == b'"':
        return past_text(at, end, &_)
    if at[0] == b"{":
        return past_members(at, end, depth + 1, b"}")
    if at[0] == b"[":
        return past_members(at, end, depth + 1, b"]")
    if at[0] == b"n":
        return past_word(at, b"null")
    if at[0] == b"t":
        return past_word(at, b"true")
    if at[0] == b"f":
        return past_word(at, b"false")
    return past_number(at, &_)


cdef inline At past_members(At at, At end, int depth, unsigned char bracket) except NULL:
    """An object or a list."""
    cdef bint _
    if depth > DEEPEST:
        return unusual()
    at = past_space(at + 1)
    if at[0] == bracket:
        return at + 1
    while True:
        if bracket == b"}":
            at = past_colon(past_text(at, end, &_))
        at = past_space(past_value(at, end, depth))
        if at[0] == bracket:
            return at + 1
        at = past_comma(at)


cdef inline At past_colon(At at) except NULL:
    at = past_space(at)
    return past_space(at + 1) if at[0] == b":" else unusual()


cdef inline At past_comma(At at) except NULL:
    """A comma, where there is no end."""
    return past_space(at + 1) if at[0] == b"," else unusual()
