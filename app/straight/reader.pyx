# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Reads objects of one shape, and writes what was selected of them, under the names and in the order of the answer."""

from cython cimport final
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.stdlib cimport free
from libc.string cimport memcmp, memmove

from app.straight.moment cimport Moment, move, offset_at, read_moment, write_moment
from app.straight.output cimport Output, put, put_own, room_for
from app.straight.scan cimport At, past_colon, past_comma, past_number, past_space, past_text, past_value, past_word, unusual

cdef enum:
    MOST = 64
    LONGEST_NUMBER = 18  # characters that fit into 64 bits
    NOT_WHOLE_DAY = 10000


cpdef enum Kind:
    """What stands at a key of the JSON that is read. Null, or no such key, is null with each but ``ID``."""

    TEXT
    TEXT_OR_NUMBER  # becomes text
    FLAG
    DATE
    CHOICE
    ID  # becomes text
    OBJECT
    LIST
    ANY  # as it is


cpdef enum Part:
    """What is written at a key of the answer."""

    SLOT
    CONSTANT
    ACCOUNT
    MADE
    GROUP


# A value, written already or to be copied from what is read. Without a length it is null.
cdef struct Span:
    Py_ssize_t begin
    Py_ssize_t length
    bint is_written


@final
cdef class Shape:
    """What is read of an object, and what is written of it.

    A slot is what stands at one key; two slots may have the same, where it is shown in two ways. A part is what one key of the answer shows.
    """

    cdef tuple slots, parts, about
    cdef int slot_count, part_count, needed_count, activity
    cdef bint drops_inactive
    cdef const char* keys[MOST]
    cdef Py_ssize_t lengths[MOST]
    cdef int kinds[MOST]
    cdef int twins[MOST]
    cdef int followers[MOST + 1]
    cdef int part_kinds[MOST]
    cdef int sources[MOST]
    cdef int needed[MOST]

    def __init__(self, tuple slots, tuple parts, *, int activity=-1, bint drops_inactive=False, tuple null_without=()):
        """Take the slots (key, kind, what its kind needs) and the parts (what is written before it, kind, slot, what its kind needs).

        Args:
            activity: the slot that says whether an object is active; without one, an object that says so is unusual.
            drops_inactive: whether objects that are not active are left out of lists.
            null_without: the slots without any of which the object is null.

        Raises:
            ValueError: there are too many of them.
        """
        if max(len(slots), len(parts), len(null_without)) > MOST:
            raise ValueError("That is too much for one object.")
        self.slots, self.parts = slots, parts
        self.about = tuple([about for _, _, about in slots])
        self.slot_count, self.part_count = len(slots), len(parts)
        self.activity, self.drops_inactive, self.needed_count = activity, drops_inactive, len(null_without)
        for place, slot in enumerate(null_without):
            self.needed[place] = slot
        for place, (key, kind, _) in enumerate(slots):
            self.keys[place] = PyBytes_AS_STRING(key)  # which ``slots`` keeps
            self.lengths[place], self.kinds[place], self.twins[place] = len(key), kind, 0
            for earlier in reversed(range(place)):
                if slots[earlier][0] == key:  # the first of them is found, and leads to the others
                    self.lengths[place], self.twins[earlier] = -1, place
                    break
        for place, (_, kind, source, _) in enumerate(parts):
            self.part_kinds[place], self.sources[place] = kind, source

    cdef int guessed(self, At key, Py_ssize_t rest, int previous) noexcept:
        """Return the slot of a key of which no more than ``rest`` characters are there, if it is the one that followed last time, else -1."""
        cdef int slot = self.followers[previous + 1]
        cdef Py_ssize_t length = self.lengths[slot]
        return slot if 0 <= length < rest and key[length] == b'"' and memcmp(self.keys[slot], key, length) == 0 else -1

    cdef int found(self, At key, Py_ssize_t length, int previous) noexcept:
        """Return the slot of a key, and remember which it follows; -1 for a key that is not read."""
        cdef int slot
        for slot in range(self.slot_count):
            if self.lengths[slot] == length and memcmp(self.keys[slot], key, length) == 0:
                self.followers[previous + 1] = slot
                return slot
        return -1


cdef bint is_empty(Shape shape, Span* spans) noexcept:
    cdef int place
    for place in range(shape.needed_count):
        if spans[shape.needed[place]].length:
            return False
    return True


def profiles(Shape shape not None, bytes body not None, bytes account not None):
    """Return of each object of a list its id, whether it is active (None where that is not said), and what is written of it.

    Args:
        shape: of the objects.
        body: the list, as JSON.
        account: what stands for it in the answer, as JSON.

    Raises:
        ValueError: the JSON is none, or anything in it is unusual.
    """
    cdef Reading reading = Reading()
    reading.account = account
    reading.text = <At>PyBytes_AS_STRING(body)
    reading.end = reading.text + PyBytes_GET_SIZE(body)
    return reading.profiles(shape)


@final
cdef class Reading:
    """One answer while it is read."""

    cdef At text
    cdef At at
    cdef At end
    cdef Output output
    cdef bytes account
    cdef object profile_id
    cdef object is_active

    def __dealloc__(self):
        free(self.output.text)

    cdef list profiles(self, Shape shape):
        cdef list found = []
        self.at = past_space(self.text)
        self.opening(b"[")
        if self.at[0] == b"]":
            self.at += 1
        else:
            while True:
                self.output.length, self.profile_id = 0, None
                self.one(shape, True)
                found.append((self.profile_id, self.is_active, PyBytes_FromStringAndSize(self.output.text, self.output.length)))
                if self.ended(b"]"):
                    break
        if past_space(self.at) != self.end:
            unusual()
        return found

    cdef int opening(self, unsigned char bracket) except -1:
        if self.at[0] != bracket:
            unusual()
        self.at = past_space(self.at + 1)
        return 0

    cdef bint ended(self, unsigned char bracket) except -1:
        """Pass over a closing bracket, or over a comma."""
        self.at = past_space(self.at)
        if self.at[0] == bracket:
            self.at += 1
            return True
        self.at = past_comma(self.at)
        return False

    cdef bint one(self, Shape shape, bint is_profile) except -1:
        """Read an object and write it at the end; tell whether there is anything to show, as of an inactive one there is not."""
        cdef Span spans[MOST]
        cdef int slot
        cdef Py_ssize_t begin = self.output.length
        for slot in range(shape.slot_count):
            spans[slot].length = 0
        self.opening(b"{")
        if self.at[0] == b"}":
            self.at += 1
        else:
            self.members(shape, spans)
        if is_profile:
            self.profile(shape, spans)
        elif shape.drops_inactive and spans[shape.activity].length == len(b"false"):
            return False
        return self.written(shape, spans, begin)

    cdef int members(self, Shape shape, Span* spans) except -1:
        cdef At key
        cdef bint is_plain
        cdef int slot, previous = -1
        cdef Py_ssize_t length
        while True:
            key = self.at + 1
            slot = shape.guessed(key, self.end - key, previous) if self.at[0] == b'"' else -1
            self.at = key + shape.lengths[slot] + 1 if slot >= 0 else past_text(self.at, &is_plain)
            length = self.at - key - 1
            if slot < 0 and not is_plain:
                unusual()
            self.at = past_colon(self.at)
            if slot < 0:
                slot = shape.found(key, length, previous)
            if slot >= 0:
                previous = slot
                self.slots(shape, slot, spans)
            elif shape.activity < 0 and length == len(b"IsActive") and memcmp(key, b"IsActive", length) == 0:
                unusual()
            else:
                self.at = past_value(self.at, 0)
            if self.ended(b"}"):
                return 0

    cdef int slots(self, Shape shape, int slot, Span* spans) except -1:
        """Read a value into every slot that has its key."""
        cdef At begin = self.at
        self.value(shape, slot, &spans[slot])
        while shape.twins[slot]:
            slot, self.at = shape.twins[slot], begin
            self.value(shape, slot, &spans[slot])
        return 0

    cdef int value(self, Shape shape, int slot, Span* span) except -1:
        cdef int kind = shape.kinds[slot]
        if kind == Kind.ID:
            return self.profile_number(span)
        if self.at[0] == b"n":
            self.at = past_word(self.at, b"null")
            span.length = 0
        elif kind == Kind.TEXT:
            self.words(span)
        elif kind == Kind.DATE:
            self.date(span, shape.about[slot])
        elif kind == Kind.OBJECT or kind == Kind.LIST:
            self.below(span, shape.about[slot], kind == Kind.LIST)
        elif kind == Kind.CHOICE:
            self.choice(span, shape.about[slot])
        elif kind == Kind.TEXT_OR_NUMBER and self.at[0] != b'"':
            self.number(span)
        elif kind == Kind.TEXT_OR_NUMBER:
            self.words(span)
        elif kind == Kind.FLAG:
            self.to_copy(span, past_word(self.at, b"true") if self.at[0] == b"t" else past_word(self.at, b"false"))
        else:
            self.to_copy(span, past_value(self.at, 0))
        return 0

    cdef int to_copy(self, Span* span, At end) noexcept:
        span.begin, span.length, span.is_written = self.at - self.text, end - self.at, False
        self.at = end
        return 0

    cdef bytes passed(self, At end):
        """Return what stands here up to an end, and pass over it."""
        cdef bytes found = PyBytes_FromStringAndSize(<const char*>self.at, end - self.at)
        self.at = end
        return found

    cdef int put_new(self, Span* span, bytes json) except -1:
        """Write JSON that others made."""
        cdef Py_ssize_t length = PyBytes_GET_SIZE(json)
        span.begin, span.is_written = self.output.length, True
        span.length = 0 if json == b"null" else length
        return put(&self.output, PyBytes_AS_STRING(json), length)

    cdef int words(self, Span* span) except -1:
        cdef bint is_plain
        self.to_copy(span, past_text(self.at, &is_plain))
        return 0

    cdef int number(self, Span* span) except -1:
        """Write an integer as text."""
        cdef bint is_whole
        cdef At begin = self.at
        self.at = past_number(begin, &is_whole)
        if not is_whole or self.at - begin > LONGEST_NUMBER or begin[0] == b"-" and begin[1] == b"0":
            unusual()
        span.begin, span.length, span.is_written = self.output.length, self.at - begin + 2, True
        put(&self.output, b'"', 1)
        put(&self.output, begin, self.at - begin)
        return put(&self.output, b'"', 1)

    cdef int profile_number(self, Span* span) except -1:
        cdef At begin = self.at
        self.number(span)
        self.profile_id = int(PyBytes_FromStringAndSize(<const char*>begin, self.at - begin))
        return 0

    cdef int choice(self, Span* span, object names) except -1:
        cdef bint is_whole
        cdef At end = past_text(self.at, &is_whole) if self.at[0] == b'"' else past_number(self.at, &is_whole)
        if self.at[0] != b'"' and not is_whole:
            unusual()
        return self.put_new(span, names[self.passed(end)])

    cdef int date(self, Span* span, tuple about) except -1:
        """Pass on a date in UTC, and move one that is not."""
        cdef bint is_plain
        cdef Moment moment
        cdef At begin = self.at + 1, end = past_text(self.at, &is_plain)
        cdef Py_ssize_t length = end - begin - 1
        cdef int minutes = 0
        if not is_plain or not read_moment(begin, length, &moment):
            return self.put_new(span, about[0](self.passed(end)))
        if moment.end == length - 1 and begin[moment.end] == b"Z":
            return self.to_copy(span, end)
        if moment.end == length - len(b"+00:00"):
            minutes = -offset_at(begin + moment.end)
        elif moment.end != length:
            minutes = NOT_WHOLE_DAY
        elif about[1] is not None:
            minutes = about[1][(moment.year * 16 + moment.month) * 32 + moment.day]
        if not -1440 < minutes < 1440:
            return self.put_new(span, about[0](self.passed(end)))
        move(&moment, minutes)
        self.at = end
        return self.put_moment(span, &moment, begin)

    cdef int put_moment(self, Span* span, Moment* moment, At text) except -1:
        cdef char* into = room_for(&self.output, moment.end + len(b'"T00:00:00Z"'))
        into[0] = b'"'
        span.begin, span.is_written = self.output.length, True
        span.length = write_moment(moment, text, into + 1) + 2
        into[span.length - 1] = b'"'
        self.output.length += span.length
        return 0

    cdef int below(self, Span* span, tuple about, bint is_list) except -1:
        """Read an object, or a list of them of which a function may say which are shown."""
        cdef Py_ssize_t begin = self.output.length
        cdef bint is_there = True
        cdef At end
        if not is_list:
            is_there = self.one(about[0], False)
        elif about[1] is None:
            self.items(about[0], None)
        else:
            end = past_value(self.at, 0)
            self.items(about[0], about[1](PyBytes_FromStringAndSize(<const char*>self.at, end - self.at)))
        span.begin, span.length, span.is_written = begin, self.output.length - begin if is_there else 0, True
        return 0

    cdef int items(self, Shape shape, list shown) except -1:
        cdef Py_ssize_t before, place = 0
        cdef bint is_first = True, is_shown
        put(&self.output, b"[", 1)
        self.opening(b"[")
        if self.at[0] == b"]":
            self.at += 1
            return put(&self.output, b"]", 1)
        while True:
            before = self.output.length
            is_shown = shown is None or shown[place]
            if not is_first:
                put(&self.output, b",", 1)
            if not is_shown and self.at[0] == b"n":
                self.at = past_word(self.at, b"null")
            elif self.one(shape, False) and is_shown:
                is_first, before = False, self.output.length
            self.output.length = before
            place += 1
            if self.ended(b"]"):
                return put(&self.output, b"]", 1)

    cdef int profile(self, Shape shape, Span* spans) except -1:
        """Note whether a profile is active; it has an id, or is none."""
        cdef Span* activity = &spans[shape.activity]
        if self.profile_id is None:
            unusual()
        self.is_active = None if activity.length == 0 else activity.length == len(b"true")
        return 0

    cdef bint written(self, Shape shape, Span* spans, Py_ssize_t begin) except -1:
        """Write an object whose values are there, and move it to where it began: what its values left behind is not needed any more."""
        cdef Py_ssize_t end = self.output.length
        if not self.put_parts(shape, spans):
            self.output.length = begin
            return False
        memmove(self.output.text + begin, self.output.text + end, self.output.length - end)
        self.output.length -= end - begin
        return True

    cdef bint put_parts(self, Shape shape, Span* spans) except -1:
        """Write what is selected of an object; tell whether it is anything but null."""
        cdef int place, kind
        cdef tuple part
        if shape.needed_count and is_empty(shape, spans):
            return False
        put(&self.output, b"{", 1)
        for place in range(shape.part_count):
            part = <tuple>shape.parts[place]
            self.put_json(<bytes>part[0])
            kind = shape.part_kinds[place]
            if kind == Part.SLOT:
                self.put_span(&spans[shape.sources[place]])
            elif kind == Part.CONSTANT:
                self.put_json(<bytes>part[3])
            elif kind == Part.ACCOUNT:
                self.put_json(self.account)
            elif kind == Part.MADE:
                self.put_made(spans, part[3])
            elif not self.put_parts(part[3], spans):
                self.put_json(b"null")
        put(&self.output, b"}", 1)
        return True

    cdef int put_made(self, Span* spans, tuple about) except -1:
        """Write what a function makes; a text may only need something around it."""
        cdef Span* first = &spans[<int>about[1][0]]
        if about[2] is None or first.length == 0 or self.text[first.begin] != b'"':
            return self.put_json(about[0](*[self.taken(&spans[<int>slot]) for slot in about[1]]))
        self.put_json(about[2][0])
        self.put_span(first)
        return self.put_json(about[2][1])

    cdef int put_json(self, bytes json) except -1:
        return put(&self.output, PyBytes_AS_STRING(json), PyBytes_GET_SIZE(json))

    cdef int put_span(self, Span* span) except -1:
        if span.length == 0:
            return put(&self.output, b"null", 4)
        if span.is_written:
            return put_own(&self.output, span.begin, span.length)
        return put(&self.output, self.text + span.begin, span.length)

    cdef bytes taken(self, Span* span):
        if span.length == 0:
            return b"null"
        return PyBytes_FromStringAndSize(self.output.text + span.begin if span.is_written else <const char*>self.text + span.begin, span.length)
