"""What of a profile a read shows: implied preferences, older consents, inactive objects, hidden collections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Literal, TypeAlias

from app.emulator.data import Json
from app.emulator.dates import EASTERN, Moment, moment
from app.emulator.text import enumeration_name, folded

Enumerations: TypeAlias = Literal["as they are", "integers", "names"]
PREFERENCE_LISTS = frozenset({"ProfilePreferences", "AddressPreferences", "EmailPreferences", "PhoneNumberPreferences"})

_NUMBERED = {
    "ConsentStatus": ("Granted", "Denied", "Revoked", "NotSet"),
    "PreferenceType": ("Opt-In", "Opt-Out"),
}
_NUMBER_OF = {key: {enumeration_name(name): number for number, name in enumerate(names, 1)} for key, names in _NUMBERED.items()}


@dataclass(frozen=True, slots=True)
class View:
    """What to show.

    Attributes:
        implied: implied preferences too, not only the expressed ones.
        history: every consent, not only the latest of each type.
        hidden: JSON keys that are left out at every level.
        enumerations: how the numbered enumerations are written.
    """

    implied: bool = True
    history: bool = True
    hidden: frozenset[str] = frozenset()
    enumerations: Enumerations = "as they are"


def shown(value: Json, view: View) -> Json:
    """The object, and everything nested in it, as the view shows it."""
    return {key: _member(key, item, view) for key, item in value.items() if key not in view.hidden}


def latest(consents: Sequence[object]) -> list[object]:
    """The consents that are the latest of their type, in their order. What is no object is no consent and stays."""
    ranks: dict[str | None, tuple[Moment, Moment, int]] = {}
    for position, consent in enumerate(consents):
        if isinstance(consent, dict):
            rank = (*_dates(consent), position)
            kind = folded(consent.get("ConsentType"))
            ranks[kind] = max(ranks.get(kind, rank), rank)
    chosen = {position for _, _, position in ranks.values()}
    return [consent for position, consent in enumerate(consents) if position in chosen or not isinstance(consent, dict)]


def _dates(consent: Json) -> tuple[Moment, Moment]:
    edited = consent.get("Edited")
    modified = edited.get("ModifiedDate") if isinstance(edited, dict) else None
    return moment(consent.get("ConsentDate"), UTC), moment(modified, EASTERN)


def _member(key: str, value: object, view: View) -> object:
    if isinstance(value, dict):
        return shown(value, view)
    if isinstance(value, list):
        return [_member("", item, view) for item in _listed(key, value, view)]
    if key in _NUMBERED and view.enumerations != "as they are":
        return _enumerated(key, value, view.enumerations)
    return value


def _listed(key: str, items: list[object], view: View) -> list[object]:
    kept = [item for item in items if not (isinstance(item, dict) and item.get("IsActive") is False)]
    if key in PREFERENCE_LISTS and not view.implied:
        kept = [item for item in kept if not _is_implied(item)]
    return latest(kept) if key == "Consents" and not view.history else kept


def _is_implied(preference: object) -> bool:
    # A preference that does not say how it came about stands in an account without propagation: nothing is implied there.
    return isinstance(preference, dict) and enumeration_name(preference.get("MatchType")) == "implied"


def _enumerated(key: str, value: object, enumerations: Enumerations) -> object:
    name = enumeration_name(value)
    number = int(name) if name and name.isdecimal() else _NUMBER_OF[key].get(name)
    if number is None or not 1 <= number <= len(_NUMBERED[key]):
        return value
    return number if enumerations == "integers" else _NUMBERED[key][number - 1]
