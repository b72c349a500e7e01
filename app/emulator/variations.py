"""How real answers vary while saying the same."""

from dataclasses import dataclass

from app.emulator.views import Enumerations


@dataclass(frozen=True, slots=True)
class Variations:
    """Choices that the contract leaves to the upstream.

    Attributes:
        enumerations: how ``ConsentStatus`` and ``PreferenceType`` are written: as they are in the data, as integers or as names.
        absent: JSON keys that are left out at every level, such as ``ProfileTags``.
        bare_single_match: a list read with one match answers with the bare profile, not with an array.
        array_for_one: a read of one profile answers with an array; with an empty one, not with 404, when there is none.
        descending: lists are ordered by falling profile id.
    """

    enumerations: Enumerations = "as they are"
    absent: frozenset[str] = frozenset()
    bare_single_match: bool = False
    array_for_one: bool = False
    descending: bool = False
