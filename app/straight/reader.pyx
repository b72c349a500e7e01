# cython: language_level=3, wraparound=False, cdivision=True
"""Reads objects of one shape, and writes what was selected of them, under the names and in the order of the answer."""

from cython cimport final
from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize, PyBytes_GET_SIZE
from libc.stdlib cimport free
from libc.string cimport memcmp, memmove

from app.straight.leaves cimport read_choice, read_date, read_flag, read_number, read_text
from app.straight.made cimport put_digits, put_single, put_values
from app.straight.output cimport put, room_for
from app.straight.reading cimport Reading, Span, has_ended, json_of, note, pass_opening, put_json, put_span
from app.straight.scan cimport At, past_colon, past_space, past_text, past_value, past_word, unusual
from app.straight.shape cimport MOST, Kind, Part, Shape, guessed


def profiles(Shape shape not None, bytes body not None, bytes account not None):
    """Return of each object of a list its id, whether it is active (None where that is not said), and what is written of it.

    Args:
        shape: of the objects.
        body: the list, as JSON.
        account: what stands for it in the answer, as JSON.

    Raises:
        ValueError: the JSON is none, or something in it is unusual.
    """
    cdef Answer answer = Answer()
    answer.account = account
    answer.reading.text = <At>PyBytes_AS_STRING(body)
    answer.reading.end = answer.reading.text + PyBytes_GET_SIZE(body)
    return answer.profiles(shape)


@final
cdef class Answer:
    """One answer while it is read."""

    cdef Reading reading
    cdef bytes account
    cdef object profile_id
    cdef object is_active

    def __dealloc__(self):
        free(self.reading.output.text)

    cdef list profiles(self, Shape shape):
        cdef Reading* reading = &self.reading
        cdef list found = []
        room_for(&reading.output, reading.end - reading.text + 1)  # all of it, where nothing becomes longer
        reading.at = past_space(reading.text)
        pass_opening(reading, b"[")
        if reading.at[0] == b"]":
            reading.at += 1
        else:
            while True:
                reading.output.length, self.profile_id = 0, None
                self.one(shape, True)
                json = PyBytes_FromStringAndSize(reading.output.text, reading.output.length)
                found.append((self.profile_id, self.is_active, json))
                if has_ended(reading, b"]"):
                    break
        if past_space(reading.at) != reading.end:
            unusual()
        return found

    cdef bint one(self, Shape shape, bint is_profile) except -1:
        """Read an object and write it at the end; tell whether there is anything to show, as of an inactive one there is not."""
        cdef Reading* reading = &self.reading
        cdef Span spans[MOST]
        cdef int slot
        cdef Py_ssize_t begin = reading.output.length
        for slot in range(shape.slot_count):
            spans[slot].length = 0
        pass_opening(reading, b"{")
        if reading.at[0] == b"}":
            reading.at += 1
        else:
            self.members(shape, spans)
        if is_profile:
            self.profile(shape, spans)
        elif shape.drops_inactive and spans[shape.activity].length == len(b"false"):
            return False
        return self.written(shape, spans, begin)

    cdef int members(self, Shape shape, Span* spans) except -1:
        cdef Reading* reading = &self.reading
        cdef At key
        cdef bint is_plain
        cdef int slot, previous = -1
        cdef Py_ssize_t length
        while True:
            key = reading.at + 1
            slot = guessed(shape, key, reading.end - key, previous) if reading.at[0] == b'"' else -1
            reading.at = key + shape.lengths[slot] + 1 if slot >= 0 else past_text(reading.at, reading.end, &is_plain)
            length = reading.at - key - 1
            if slot < 0 and not is_plain:
                unusual()
            reading.at = past_colon(reading.at)
            if slot < 0:
                slot = shape.found(key, length, previous)
            if slot >= 0:
                previous = slot
                self.slots(shape, slot, spans)
            elif shape.activity < 0 and length == len(b"IsActive") and memcmp(key, b"IsActive", length) == 0:
                unusual()
            else:
                reading.at = past_value(reading.at, reading.end, 0)
            if has_ended(reading, b"}"):
                return 0

    cdef int slots(self, Shape shape, int slot, Span* spans) except -1:
        """Read a value into every slot that has its key."""
        cdef Reading* reading = &self.reading
        cdef At begin = reading.at
        self.value(shape, slot, &spans[slot])
        while shape.twins[slot]:
            slot, reading.at = shape.twins[slot], begin
            self.value(shape, slot, &spans[slot])
        return 0

    cdef int value(self, Shape shape, int slot, Span* span) except -1:
        cdef Reading* reading = &self.reading
        cdef int kind = shape.kinds[slot]
        if kind == Kind.ID:
            return self.profile_number(span)
        if reading.at[0] == b"n":
            reading.at = past_word(reading.at, b"null")
            span.length = 0
        elif kind == Kind.TEXT:
            read_text(reading, span)
        elif kind == Kind.DATE:
            read_date(reading, span, shape.slot_needs[slot])
        elif kind == Kind.OBJECT or kind == Kind.LIST:
            self.below(span, shape.slot_needs[slot], kind == Kind.LIST)
        elif kind == Kind.CHOICE:
            read_choice(reading, span, shape.slot_needs[slot])
        elif kind == Kind.TEXT_OR_NUMBER and reading.at[0] != b'"':
            read_number(reading, span)
        elif kind == Kind.TEXT_OR_NUMBER:
            read_text(reading, span)
        elif kind == Kind.FLAG:
            read_flag(reading, span)
        else:
            note(reading, span, past_value(reading.at, reading.end, 0))
        return 0

    cdef int profile_number(self, Span* span) except -1:
        cdef Reading* reading = &self.reading
        cdef At begin = reading.at
        read_number(reading, span)
        self.profile_id = int(PyBytes_FromStringAndSize(<const char*>begin, reading.at - begin))
        return 0

    cdef int below(self, Span* span, tuple about, bint is_list) except -1:
        """Read an object, or a list of them of which a function may say which are shown."""
        cdef Reading* reading = &self.reading
        cdef Py_ssize_t begin = reading.output.length
        cdef bint is_there = True
        cdef At end
        if not is_list:
            is_there = self.one(about[0], False)
        elif about[1] is None:
            self.items(about[0], None)
        else:
            end = past_value(reading.at, reading.end, 0)
            shown = about[1](PyBytes_FromStringAndSize(<const char*>reading.at, end - reading.at))
            self.items(about[0], shown)
        span.begin, span.length, span.is_written = begin, reading.output.length - begin if is_there else 0, True
        return 0

    cdef int items(self, Shape shape, list shown) except -1:
        cdef Reading* reading = &self.reading
        cdef Py_ssize_t before, place = 0
        cdef bint is_first = True, is_shown
        put(&reading.output, b"[", 1)
        pass_opening(reading, b"[")
        if reading.at[0] == b"]":
            reading.at += 1
            return put(&reading.output, b"]", 1)
        while True:
            before = reading.output.length
            is_shown = shown is None or shown[place]
            if not is_first:
                put(&reading.output, b",", 1)
            if not is_shown and reading.at[0] == b"n":
                reading.at = past_word(reading.at, b"null")
            elif self.one(shape, False) and is_shown:
                is_first, before = False, reading.output.length
            reading.output.length = before
            place += 1
            if has_ended(reading, b"]"):
                return put(&reading.output, b"]", 1)

    cdef int profile(self, Shape shape, Span* spans) except -1:
        """Note whether a profile is active; it has an id, or is none."""
        cdef Span* activity = &spans[shape.activity]
        if self.profile_id is None:
            unusual()
        self.is_active = None if activity.length == 0 else activity.length == len(b"true")
        return 0

    cdef bint written(self, Shape shape, Span* spans, Py_ssize_t begin) except -1:
        """Write an object whose values are there, and move it to where it began: what its values left behind is not needed any more."""
        cdef Reading* reading = &self.reading
        cdef Py_ssize_t end = reading.output.length
        if not self.put_parts(shape, spans):
            reading.output.length = begin
            return False
        memmove(reading.output.text + begin, reading.output.text + end, reading.output.length - end)
        reading.output.length -= end - begin
        return True

    cdef bint put_parts(self, Shape shape, Span* spans) except -1:
        """Write what is selected of an object; tell whether it is anything but null."""
        cdef Reading* reading = &self.reading
        cdef int place, kind
        if shape.needed_count and is_empty(shape, spans):
            return False
        put(&reading.output, b"{", 1)
        for place in range(shape.part_count):
            put(&reading.output, shape.befores[place], shape.before_lengths[place])
            kind = shape.part_kinds[place]
            if kind == Part.SLOT:
                put_span(reading, &spans[shape.sources[place]])
            elif kind == Part.CONSTANT:
                put_json(reading, <bytes>shape.part_needs[place])
            elif kind == Part.ACCOUNT:
                put_json(reading, self.account)
            elif kind != Part.GROUP:
                self.put_made(kind, &spans[shape.sources[place]], spans, <tuple>shape.part_needs[place])
            elif not self.put_parts(<Shape>shape.part_needs[place], spans):
                put_json(reading, b"null")
        put(&reading.output, b"}", 1)
        return True

    cdef int put_made(self, int kind, Span* first, Span* spans, tuple needs) except -1:
        """Write what is made of the first of some values, or what a function makes of all."""
        cdef Reading* reading = &self.reading
        cdef Py_ssize_t begin = reading.output.length
        if kind == Part.DIGITS and put_digits(reading, first, &spans[<int>needs[1][1]]):
            return 0
        if kind == Part.SINGLE and put_single(reading, first):
            return 0
        if kind == Part.VALUES and put_values(reading, first):
            return 0
        reading.output.length = begin
        return put_json(reading, needs[0](*[json_of(reading, &spans[<int>slot]) for slot in needs[1]]))


cdef bint is_empty(Shape shape, Span* spans) noexcept:
    """Whether an object has nothing of what it is null without."""
    cdef int place
    for place in range(shape.needed_count):
        if spans[shape.needed[place]].length:
            return False
    return True
