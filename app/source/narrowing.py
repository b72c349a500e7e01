"""A view shows less than all: no implied preferences, no consents but the latest. One reading for every source."""

from collections.abc import Callable, Sequence
from operator import is_
from typing import TypeVar

from msgspec import Struct, UnsetType
from msgspec.structs import replace

from app.model import Address, Consent, Consents, Email, MatchType, Phone, Preference, Preferences, Profile, View
from app.source.dates import instant

T = TypeVar("T")
Element = TypeVar("Element", Address, Email, Phone)
Value = TypeVar("Value", bound=Struct)


def narrowed(profile: Profile, view: View) -> Profile:
    """Return the profile as the view shows it: the same object when that changes nothing. Unread collections stay unread."""
    if view.implied and view.history:
        return profile
    return _with(
        profile,
        addresses=_each(profile.addresses, _element, view),
        emails=_each(profile.emails, _element, view),
        phones=_each(profile.phones, _element, view),
        preferences=_preferences(profile.preferences, view),
        consents=_consents(profile.consents, view),
    )


def latest_of_each_type(consents: Sequence[Consent]) -> tuple[Consent, ...]:
    """Keep the current consent of each type, in the order they came in.

    The latest has the greatest date, no date being the lowest; on a tie it was modified last; on a further tie it stands last.
    Types are compared ignoring case.
    """
    latest: dict[str | None, int] = {}
    for position, consent in enumerate(consents):
        of_type = None if consent.type is None else consent.type.casefold()
        if of_type not in latest or _age(consents[latest[of_type]]) <= _age(consent):
            latest[of_type] = position
    return tuple([consents[position] for position in sorted(latest.values())])


def _age(consent: Consent) -> tuple[str, str]:
    """Return what the younger of two consents has more of."""
    modified_at = consent.edited.modified_at if consent.edited else None
    return instant(consent.collected_at), instant(modified_at)


def _element(element: Element, view: View) -> Element:
    return _with(element, preferences=_preferences(element.preferences, view), consents=_consents(element.consents, view))


def _preference(preference: Preference, view: View) -> Preference:
    return _with(preference, consents=_consents(preference.consents, view))


def _preferences(preferences: Preferences, view: View) -> Preferences:
    if isinstance(preferences, tuple) and not view.implied and any(_implied(preference) for preference in preferences):
        preferences = tuple([preference for preference in preferences if not _implied(preference)])
    return _each(preferences, _preference, view)


def _implied(preference: Preference) -> bool:
    return preference.match_type is MatchType.IMPLIED


def _consents(consents: Consents, view: View) -> Consents:
    if view.history or not isinstance(consents, tuple):
        return consents
    kept = latest_of_each_type(consents)
    return consents if len(kept) == len(consents) else kept


def _each(values: tuple[T, ...] | UnsetType | None, narrow: Callable[[T, View], T], view: View) -> tuple[T, ...] | UnsetType | None:
    if not isinstance(values, tuple):
        return values
    kept = tuple([narrow(value, view) for value in values])
    return values if all(map(is_, kept, values)) else kept


def _with(value: Value, **parts: object) -> Value:
    """Return the value with these parts: a new one only when one of them is another object."""
    return value if all(part is getattr(value, name) for name, part in parts.items()) else replace(value, **parts)
