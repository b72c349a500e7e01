from enum import IntEnum
from typing import Any

class Kind(IntEnum):
    """What stands at a key of the JSON that is read. Null, or no such key, is null with each but ``ID``."""

    TEXT = ...
    TEXT_OR_NUMBER = ...
    FLAG = ...
    DATE = ...
    CHOICE = ...
    ID = ...
    OBJECT = ...
    LIST = ...
    ANY = ...

class Part(IntEnum):
    """What is written at a key of the answer."""

    SLOT = ...
    CONSTANT = ...
    ACCOUNT = ...
    MADE = ...
    GROUP = ...

class Shape:
    def __init__(
        self,
        slots: tuple[tuple[bytes, Kind, Any], ...],
        parts: tuple[tuple[bytes, Part, int, Any], ...],
        *,
        activity: int = -1,
        drops_inactive: bool = False,
        null_without: tuple[int, ...] = (),
    ) -> None:
        """Take what is read and what is written.

        Args:
            slots: key, kind, and what the kind needs: of a date, what ``leaves.pxd`` says; of a choice, a mapping from JSON to JSON; of an
                object its shape, and of a list also what tells from its JSON which items are shown, or None.
            parts: what is written before it, kind, slot, and what the kind needs: a constant its JSON; what is made a function from JSON to
                JSON, the slots that it is given, and what stands around it where the first of these is a text, or None; a group its shape,
                whose parts are made of these slots.
            activity: the slot that says whether an object is active; without one, an object that says so is unusual.
            drops_inactive: whether objects that are not active are left out of lists.
            null_without: the slots without any of which the object is null.

        Raises:
            ValueError: there are too many of them.
        """
