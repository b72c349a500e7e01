"""What a request remembers."""

from collections.abc import Mapping, Sequence

import orjson
import pytest
from msgspec.structs import replace

from app.auth.unchecked import ANYBODY
from app.loaders import Loaders
from app.model import Handle, Profile, View
from app.source.protocol import Caller, Found, Lookup, PhoneLookup, ProfileLookup
from app.source.translation import profile_from_json
from tests.fake import FakeSource

CONSENTS = [{"ConsentType": "Terms", "ConsentDate": f"202{year}-01-01T00:00:00Z"} for year in (0, 1)]
ANN = {"ProfileId": 7, "PhoneNumbers": [{"PhoneNumber": "15550100"}], "Consents": CONSENTS}
ALL, LATEST = View(), View(history=False)


@pytest.fixture
def source() -> FakeSource:
    return FakeSource({"acme": [profile_from_json(orjson.dumps(ANN), "acme")]})


def by_phone(view: View) -> PhoneLookup:
    return PhoneLookup("acme", "15550100", None, include_inactive=False, view=view)


def by_id(view: View, account_id: str = "acme", profile_id: int = 7) -> ProfileLookup:
    return ProfileLookup(account_id, profile_id, view)


def consents(profiles: tuple[Profile, ...]) -> int:
    [profile] = profiles
    assert isinstance(profile.consents, tuple)
    return len(profile.consents)


async def test_a_profile_that_was_read_by_phone_is_not_read_again_by_id(source: FakeSource) -> None:
    loaders = Loaders(source, Caller(), ANYBODY)
    await loaders.profiles(by_phone(ALL))
    assert consents(await loaders.profiles(by_id(ALL))) == 2
    assert consents(await loaders.profiles(by_id(LATEST))) == 1, "it shows what was asked for, and no more"
    assert len(source.finds) == 1


@pytest.mark.parametrize("other", [by_id(ALL), by_id(LATEST, "other"), by_id(LATEST, profile_id=8)])
async def test_what_was_not_read_or_not_wide_enough_is_read(source: FakeSource, other: ProfileLookup) -> None:
    loaders = Loaders(source, Caller(), ANYBODY)
    await loaders.profiles(by_phone(LATEST))
    await loaders.profiles(other)
    assert [lookups for lookups, _ in source.finds] == [[by_phone(LATEST)], [other]]


async def test_a_profile_whose_collections_are_still_to_be_read_is_read_by_id() -> None:
    class Partial(FakeSource):
        async def find(self, lookups: Sequence[Lookup], caller: Caller) -> Mapping[Lookup, Found]:
            found = await super().find(lookups, caller)
            return {
                lookup: tuple(replace(profile, handle=Handle("acme", 7, -1, lookup.view)) for profile in profiles)
                for lookup, profiles in found.items()
                if isinstance(profiles, tuple)
            }

    source = Partial({"acme": [profile_from_json(orjson.dumps(ANN), "acme")]})
    loaders = Loaders(source, Caller(), ANYBODY)
    await loaders.profiles(by_phone(ALL))
    await loaders.profiles(by_id(LATEST))
    assert len(source.finds) == 2


async def test_another_request_reads_anew(source: FakeSource) -> None:
    for _ in range(2):
        await Loaders(source, Caller(), ANYBODY).profiles(by_phone(ALL))
    assert len(source.finds) == 2
