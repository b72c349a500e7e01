"""Which items of a list a view shows, told from the JSON of the list alone: the rules of ``source/narrowing.py``, asked, not repeated."""

from datetime import UTC
from typing import TypeAlias

from msgspec import Raw, Struct
from msgspec.json import Decoder

from app import model
from app.source import wire
from app.source.dates import date
from app.source.narrowing import latest_of_each_type
from app.source.wire_enumerations import match_type
from app.source.wire_text import text

Kept: TypeAlias = list[bool]
"""For each item of a list, null ones and inactive ones included, whether it is shown."""


class _Edited(Struct, rename="pascal", gc=False):
    is_active: bool | None = None
    modified_date: wire.Moment = None


class _Consent(Struct, rename="pascal", gc=False):
    is_active: bool | None = None
    consent_type: wire.Text = None
    consent_date: wire.Moment = None
    edited: _Edited | None = None


class _Preference(Struct, rename="pascal", gc=False):
    is_active: bool | None = None
    match_type: wire.Choice = None


_consents = Decoder(list[_Consent | None])
_preferences = Decoder(list[_Preference | None])


def latest(consents: Raw) -> Kept:
    """Keep the latest consent of each type."""
    items = _consents.decode(consents)
    active = [place for place, item in enumerate(items) if item is not None and item.is_active is not False]
    values = [_consent(items[place]) for place in active]
    kept = {id(value) for value in latest_of_each_type(values)}
    shown = {place for place, value in zip(active, values, strict=True) if id(value) in kept}
    return [place in shown for place in range(len(items))]


def expressed(preferences: Raw) -> Kept:
    """Keep all preferences but the implied ones."""
    items = _preferences.decode(preferences)
    return [item is not None and match_type(item.match_type) is not model.MatchType.IMPLIED for item in items]


def _consent(item: _Consent | None) -> model.Consent:
    assert item is not None, "null items are no consents"
    edited = item.edited
    modified = None if edited is None or edited.is_active is False else date(edited.modified_date)
    stamps = model.Edited(modified_at=modified) if modified else None
    return model.Consent(type=text(item.consent_type), collected_at=date(item.consent_date, UTC), edited=stamps)
