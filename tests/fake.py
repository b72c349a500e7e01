"""An in-memory source for tests: the rules of the protocol over model values, and a record of what it was asked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import UNSET, UnsetType

from app.errors import AccountNotFound, GatewayError, TooManyProfiles
from app.model import Handle, Profile
from app.source.narrowing import narrowed
from app.source.protocol import (
    PROFILES_AT_MOST,
    AlternateIdLookup,
    Caller,
    Collection,
    Edge,
    EmailLookup,
    Found,
    Lookup,
    PhoneLookup,
    ProfileLookup,
)

T = TypeVar("T")


class FakeSource:
    """Answers from ``accounts`` (account id → profiles with all their collections)."""

    def __init__(self, accounts: Mapping[str, Sequence[Profile]], failure: GatewayError | None = None) -> None:
        self.accounts = {name: people(profiles) for name, profiles in accounts.items()}
        self.failure = failure
        self.finds: list[tuple[Sequence[Lookup], Caller]] = []
        self.closed = False

    async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
        self.finds.append((lookups, caller))
        return {lookup: self._answer(lookup) for lookup in lookups}

    async def collections(self, edge: Edge, parents: Sequence[Handle], caller: Caller) -> Mapping[Handle, Collection]:
        raise AssertionError(f"{edge} is loaded already, {len(parents)} parents of {caller} asked for it")

    async def ready(self) -> None:
        if self.failure:
            raise self.failure

    async def close(self) -> None:
        self.closed = True

    def _answer(self, lookup: Lookup) -> Found:
        if self.failure:
            return self.failure
        known = self.accounts.get(lookup.account_id)
        if known is None:
            return AccountNotFound() if isinstance(lookup, PhoneLookup | EmailLookup) else ()
        matches = [profile for profile in known[sought(lookup)] if matching(profile, lookup)]
        if isinstance(lookup, AlternateIdLookup):
            matches = matches[:1]
        return TooManyProfiles() if len(matches) > PROFILES_AT_MOST else tuple(narrowed(profile, lookup.view) for profile in matches)


def people(profiles: Sequence[Profile]) -> dict[str | int, list[Profile]]:
    """Find profiles by everything that they may be looked up by, in the order of their ids."""
    found = defaultdict[str | int, list[Profile]](list)
    for profile in sorted(profiles, key=lambda profile: profile.profile_id):
        for key in dict.fromkeys(keys(profile)):
            found[key].append(profile)
    return found


def keys(profile: Profile) -> Iterator[str | int]:
    yield profile.profile_id
    yield from (phone.digits for phone in loaded(profile.phones) if phone.digits)
    yield from (email.address.casefold() for email in loaded(profile.emails) if email.address)
    yield from (other.id.casefold() for other in loaded(profile.alternate_ids) if other.id)


def sought(lookup: Lookup) -> str | int:
    match lookup:
        case ProfileLookup():
            return lookup.profile_id
        case PhoneLookup():
            return lookup.digits
        case EmailLookup():
            return lookup.address.casefold()
        case AlternateIdLookup():
            return lookup.alternate_id.casefold()


def matching(profile: Profile, lookup: Lookup) -> bool:
    match lookup:
        case ProfileLookup():
            return True
        case PhoneLookup():
            return shown(profile, lookup.include_inactive) and any(
                phone.digits == lookup.digits and alike(phone.type, lookup.phone_type) for phone in loaded(profile.phones)
            )
        case EmailLookup():
            return shown(profile, lookup.include_inactive) and any(
                same(email.address, lookup.address) and alike(email.type, lookup.email_type) for email in loaded(profile.emails)
            )
        case AlternateIdLookup():
            return shown(profile, include_inactive=False) and any(
                same(other.id, lookup.alternate_id) and same(other.type, lookup.alternate_id_type)
                for other in loaded(profile.alternate_ids)
            )


def loaded(collection: tuple[T, ...] | UnsetType | None) -> tuple[T, ...]:
    assert collection is not UNSET, "the fake holds whole profiles"
    return collection or ()


def shown(profile: Profile, include_inactive: bool) -> bool:
    return include_inactive or profile.is_active is not False


def alike(value: str | None, asked: str | None) -> bool:
    return asked is None or same(value, asked)


def same(value: str | None, other: str) -> bool:
    return value is not None and value.casefold() == other.casefold()
