"""Over the REST source: the JSON of one upstream answer holds all that a root field selects, so it goes straight to the answer's bytes.

The quick way is native code where that was built (``straight.py``), else generated code (``program.py``). What it finds unusual is read by
careful code.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TypeAlias

from msgspec import MsgspecError

from app.compiler.answers import NULL, Pieces, listed
from app.compiler.code import Style
from app.compiler.dates import UnusualDate
from app.compiler.plan import Root, Selection
from app.compiler.program import Program
from app.errors import AccountNotFound, GatewayError
from app.model import View
from app.seen import Seen
from app.source.protocol import EmailLookup, Found, Lookup, PhoneLookup
from app.source.rest import found_in

try:
    from app.compiler.straight import Straight
except ModuleNotFoundError:  # there was no C compiler
    Straight = None  # type: ignore[assignment,misc] # which says so

Bodies: TypeAlias = Mapping[Lookup, bytes | GatewayError]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_CAREFUL_FOR = 16
"""Answers that are read carefully after one that had to be."""
_UNUSUAL = (MsgspecError, UnusualDate, ValueError, RecursionError)


class RestReader:
    """Reads the answers for one root field, with programs made as they are needed: for each view, quick and careful."""

    def __init__(self, root: Root, *, native: bool = True) -> None:
        """Read what is selected of ``root``; ``native``: by native code, if there is any."""
        assert root.selection is not None, "there is something to read"
        self._selection: Selection = root.selection
        self._shown = {name for name, shown in (("preferences", root.shows_preferences), ("consents", root.shows_consents)) if shown}
        self._native = native and Straight is not None
        self._programs: dict[Style, Program | Straight] = {}
        self._careful_for = 0

    def prepare(self, view: View) -> None:
        """Make the program that a view usually needs."""
        self.program(self.style(view))

    def style(self, view: View) -> Style:
        """Return the style that a view usually needs."""
        return Style(narrowed=self._narrowed(view))

    def program(self, style: Style) -> Program | Straight:
        """Return the program of a style."""
        if style not in self._programs:
            self._programs[style] = self._made(style)
        return self._programs[style]

    def _made(self, style: Style) -> Program | Straight:
        if self._native and not style.careful:
            with suppress(ValueError):  # too wide
                return Straight(self._selection, style.narrowed)
        return Program(self._selection, style)

    def read(self, lookup: Lookup, body: bytes | GatewayError, seen: list[int]) -> Pieces:
        """Return the JSON of each profile that answers a lookup; their ids are added to ``seen``.

        Raises:
            GatewayError: the lookup's own error.
        """
        if isinstance(body, AccountNotFound) and not isinstance(lookup, PhoneLookup | EmailLookup):
            return []  # a 404, which does not say what it did not find
        if isinstance(body, GatewayError):
            raise body
        body, narrowed = body.removeprefix(_BYTE_ORDER_MARK), self._narrowed(lookup.view)
        if not self._careful_for:
            try:
                return self.program(Style(narrowed=narrowed)).profiles(body, lookup, seen)
            except _UNUSUAL:
                self._careful_for = _CAREFUL_FOR
        self._careful_for -= 1
        try:
            return self.program(Style(careful=True, narrowed=narrowed)).profiles(body, lookup, seen)
        except _UNUSUAL as failure:
            raise _explained(lookup, body, failure) from None

    def _narrowed(self, view: View) -> frozenset[str]:
        """Which lists hold more than the view shows."""
        hidden = {name for name, all_shown in (("preferences", view.implied), ("consents", view.history)) if not all_shown}
        return frozenset(hidden & self._shown)


class RestAnswers:
    """The answers of the upstream to the lookups of one request."""

    in_levels = False

    def __init__(self, readers: Mapping[str, RestReader], bodies: Bodies) -> None:
        """Read ``bodies`` with the readers of the root fields."""
        self._readers = readers
        self._bodies = bodies

    def value(self, root: Root, lookup: Lookup, seen: Seen, *, many: bool) -> Pieces:
        """Return the JSON of a root field's profiles, or of the first one, and note whose they are.

        Raises:
            GatewayError: the lookup's own error.
        """
        found: list[int] = []
        profiles = self._readers[root.key].read(lookup, self._bodies[lookup], found)
        seen.add(lookup, found)
        return listed([profile] for profile in profiles) if many else profiles[:1] or [NULL]

    def found(self) -> Mapping[Lookup, Found]:
        """Return everything for the plain way."""
        return {lookup: _found(lookup, body) for lookup, body in self._bodies.items()}


def _explained(lookup: Lookup, body: bytes, failure: Exception) -> Exception:
    """Let the plain reading say what is wrong with an answer; if it finds nothing, the failure is ours."""
    found = found_in(lookup, body)
    return found if isinstance(found, GatewayError) else failure


def _found(lookup: Lookup, body: bytes | GatewayError) -> Found:
    if isinstance(body, bytes):
        return found_in(lookup, body)
    return () if isinstance(body, AccountNotFound) and not isinstance(lookup, PhoneLookup | EmailLookup) else body
