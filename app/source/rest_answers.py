"""The rules of a lookup, held against what the upstream answered: its order, its defaults and its limit are not taken on trust."""

from app.errors import TooManyProfiles, UpstreamInvalidResponse
from app.model import Profile
from app.source.protocol import PROFILES_AT_MOST, AlternateIdLookup, EmailLookup, Lookup, PhoneLookup, ProfileLookup


def answer(lookup: Lookup, received: tuple[Profile, ...]) -> tuple[Profile, ...]:
    """Return those of the profiles, which are in order, that answer the lookup.

    Raises:
        TooManyProfiles: more came than one read returns.
        UpstreamInvalidResponse: the profile that came is not the one with the id asked for.
    """
    if len(received) > PROFILES_AT_MOST:
        raise TooManyProfiles
    match lookup:
        case PhoneLookup() | EmailLookup():
            return received if lookup.include_inactive else _active(received)
        case AlternateIdLookup():
            return _active(received)[:1]
        case ProfileLookup():
            return _with_id(lookup.profile_id, received)


def _active(profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    return tuple([profile for profile in profiles if profile.is_active is not False])


def _with_id(profile_id: int, received: tuple[Profile, ...]) -> tuple[Profile, ...]:
    found = tuple([profile for profile in received if profile.profile_id == profile_id])
    if received and not found:
        raise UpstreamInvalidResponse("The upstream answered with another profile than the one asked for.")
    return found[:1]
