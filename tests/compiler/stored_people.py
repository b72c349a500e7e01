"""A store full of random people, some of whom share what operations look up."""

from collections.abc import Iterator
from random import Random

import orjson

from app.errors import GatewayError
from app.model import Profile
from app.source.translation import profile_from_json
from tests.compiler.upstream_data import UpstreamData, dumped

ACCOUNT = "acme"


def random_people(seed: int) -> list[Profile]:
    """Make people whom every kind of lookup finds, some of them too often."""
    return list(made(UpstreamData(Random(seed), oddness=0.05)))


def made(data: UpstreamData) -> Iterator[Profile]:
    for number in range(1, 41):
        raw = {**data.profile(), "ProfileId": number}
        found = {
            "Emails": {"EmailAddress": "A@example.com", "EmailAddressType": "w"},
            "AlternateIds": {"AlternateId": "a", "AlternateIdType": "crm"},
            "PhoneNumbers": {"PhoneNumber": "1 555 010 9999", "PhoneType": "Home"},
        }
        for key, item in found.items():
            if number % 5 == 0:
                raw[key] = [*several(raw.get(key)), item]
        try:
            yield profile_from_json(dumped(raw), ACCOUNT)
        except GatewayError:
            continue  # odd beyond reading
    for number in range(100, 160):
        yield profile_from_json(orjson.dumps({"ProfileId": number, "PhoneNumbers": [{"PhoneNumber": "15550100001"}]}), ACCOUNT)


def several(items: object) -> list[object]:
    return items if isinstance(items, list) else []
