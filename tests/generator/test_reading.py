"""What the gateway makes of invented profiles."""

from collections.abc import Iterator

import msgspec
import orjson
import pytest

from app import model
from app.generator.demo import demo_profiles
from app.generator.full import full_profiles
from app.generator.profiles import profiles
from app.source.translation import profile_from_json

UNKNOWN = {
    model.ConsentStatus.UNKNOWN,
    model.PreferenceType.UNKNOWN,
    model.PreferenceStatus.UNKNOWN,
    model.MatchType.UNKNOWN,
    model.ProcessingStatus.UNKNOWN,
}


def values(value: object) -> Iterator[object]:
    if isinstance(value, tuple):
        for part in value:
            yield from values(part)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from values(getattr(value, name))
    else:
        yield value


@pytest.mark.parametrize("found", [profiles(500), full_profiles(5), demo_profiles()], ids=["plain", "full", "demo"])
def test_every_profile_can_be_read_and_no_enumeration_is_unknown(found: Iterator[dict[str, object]]) -> None:
    for profile in found:
        read = profile_from_json(orjson.dumps(profile), "account")
        assert read.profile_id == profile["ProfileId"]
        assert not UNKNOWN.intersection(value for value in values(read) if not isinstance(value, str | int))


def test_no_date_is_lost_in_full_profiles() -> None:
    for profile in full_profiles(20):
        read = profile_from_json(orjson.dumps(profile), "account")
        assert isinstance(read.consents, tuple)
        assert all(consent.collected_at and consent.expires_at and consent.edited for consent in read.consents)
