# cython: language_level=3, boundscheck=False, wraparound=False
"""What is read of an object, and what is written of it."""

from cython cimport final
from cpython.bytes cimport PyBytes_AS_STRING
from libc.string cimport memcmp


@final
cdef class Shape:
    """What is read of an object, and what is written of it.

    A slot is what stands at one key of the JSON that is read; two slots have the same key where it is shown in two ways. A part is what one
    key of the answer shows.
    """

    def __init__(self, tuple slots, tuple parts, *, int activity=-1, bint drops_inactive=False, tuple null_without=()):
        """Take what is read and what is written.

        Args:
            slots: key, kind, and what the kind needs: a date, what ``leaves.pxd`` says; a choice, its names; an object, its shape; a list
                also what tells from its JSON which items are shown, or None.
            parts: what is written before it, kind, slot, and what the kind needs: a constant, its JSON; digits, a single value and
                values, a function from JSON to JSON for what is unusual, and the slots that it is given; a group, its shape, whose parts
                are made of these slots.
            activity: the slot that says whether an object is active; without one, an object that says so is unusual.
            drops_inactive: whether objects that are not active are left out of lists.
            null_without: the slots without any of which the object is null.

        Raises:
            ValueError: there are too many of them.
        """
        if max(len(slots), len(parts), len(null_without)) > MOST:
            raise ValueError("That is too much for one object.")
        self.slots, self.parts = slots, parts
        self.slot_needs, self.part_needs = tuple([needs for _, _, needs in slots]), tuple([needs for _, _, _, needs in parts])
        self.slot_count, self.part_count = len(slots), len(parts)
        self.activity, self.drops_inactive, self.needed_count = activity, drops_inactive, len(null_without)
        for place, slot in enumerate(null_without):
            self.needed[place] = slot
        for place, (before, kind, source, _) in enumerate(parts):
            self.befores[place] = PyBytes_AS_STRING(before)  # which ``parts`` keeps
            self.before_lengths[place], self.part_kinds[place], self.sources[place] = len(before), kind, source
        for place, (key, kind, _) in enumerate(slots):
            self.keys[place] = PyBytes_AS_STRING(key)  # which ``slots`` keeps
            self.lengths[place], self.kinds[place], self.twins[place] = len(key), kind, 0
            for earlier in reversed(range(place)):
                if slots[earlier][0] == key:  # the first of them is found, and leads to the others
                    self.lengths[place], self.twins[earlier] = -1, place
                    break

    cdef int found(self, At key, Py_ssize_t length, int previous) noexcept:
        """Return the slot of a key, and remember which it follows; -1 for a key that is not read."""
        cdef int slot
        for slot in range(self.slot_count):
            if self.lengths[slot] == length and memcmp(self.keys[slot], key, length) == 0:
                self.followers[previous + 1] = slot
                return slot
        return -1
