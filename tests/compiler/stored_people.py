"""Stores full of random people, some of whom share what operations look up."""

from collections.abc import Iterator
from contextlib import closing
from random import Random

import orjson

from app.errors import GatewayError
from app.importing import postgres_target, sqlite_target
from app.importing.postgres_target import PostgresTarget
from app.importing.sqlite_target import SqliteTarget
from app.model import Profile
from app.source.address import is_sqlite, store_address
from app.source.rows import rows_of
from app.source.sql_migration import migrate
from app.source.translation import profile_from_json
from tests.compiler.upstream_data import UpstreamData, dumped

ACCOUNTS = ["acme", "other/é"]
"""Each has people of its own, with the same ids and the same numbers."""


def fill(url: str, seed: int) -> None:
    """Make a store's tables, and put people into them. Not inside a running event loop."""
    migrate(url)
    random = Random(f"people {seed}")
    for account in ACCOUNTS:
        data = UpstreamData(random, oddness=random.choice([0.0, 0.05, 0.05, 0.2]))
        store(url, account, [*different_people(data, account), *alike_people(account, random.choice([0, 50, 51, 60]))])


def store(url: str, account: str, people: list[Profile]) -> None:
    """Write people as an import does."""
    rows, address = rows_of(people), store_address(url)
    if is_sqlite(address):
        with closing(SqliteTarget(str(address.database), account)) as sqlite:
            sqlite.write([sqlite_target.packed(rows)])
    else:
        with closing(PostgresTarget(url, account)) as postgres:
            postgres.write([postgres_target.packed(rows)])


def different_people(data: UpstreamData, account: str) -> Iterator[Profile]:
    """Make people whom every kind of lookup finds."""
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
            yield profile_from_json(dumped(raw), account)
        except GatewayError:
            continue  # odd beyond reading


def alike_people(account: str, count: int) -> Iterator[Profile]:
    """Make people who share a number: more than 50 are too many to read."""
    for number in range(100, 100 + count):
        yield profile_from_json(orjson.dumps({"ProfileId": number, "PhoneNumbers": [{"PhoneNumber": "15550100001"}]}), account)


def several(items: object) -> list[object]:
    return items if isinstance(items, list) else []
