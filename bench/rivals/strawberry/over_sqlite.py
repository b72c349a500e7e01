"""Stock Strawberry over the gateway's SQLite store, as a subgraph: entities and collections through an aiodataloader for each edge."""

import os
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum
from typing import Any

import aiosqlite
from aiodataloader import DataLoader
from graph_types import ConsentStatus
from starlette.applications import Starlette
from strawberry.asgi import GraphQL

import strawberry

STORE = os.environ["BENCH_STORE"]
_connections: list[aiosqlite.Connection] = []


async def rows(statement: str, ids: Sequence[int]) -> list[Any]:
    """Ask for the rows of many profiles; ``?`` stands for their ids."""
    if not _connections:
        _connections.append(await aiosqlite.connect(f"file:{STORE}?mode=ro", uri=True))
    marks = ",".join("?" * len(ids))
    cursor = await _connections[0].execute(statement.replace("?", marks), ids)
    return list(await cursor.fetchall())


class Rows(DataLoader[int, list[Any]]):
    """The rows of one edge, by profile id, which is the first column."""

    def __init__(self, statement: str) -> None:
        super().__init__()
        self.statement = statement

    async def batch_load_fn(self, ids: Sequence[int]) -> list[list[Any]]:
        by_profile: dict[int, list[Any]] = defaultdict(list)
        for profile_id, *columns in await rows(self.statement, ids):
            by_profile[profile_id].append(columns)
        return [by_profile[profile_id] for profile_id in ids]


OF_PROFILES = "WHERE account = 1 AND profile_id IN (?)"
IN_ORDER = "ORDER BY profile_id, position"
OF_NO_ELEMENT = "AND address IS NULL AND email IS NULL AND phone IS NULL AND preference IS NULL"
STATEMENTS = {
    "profiles": f"SELECT profile_id, name_first, name_last FROM profiles {OF_PROFILES}",
    "emails": f"SELECT profile_id, type, address, is_default FROM emails {OF_PROFILES} {IN_ORDER}",
    "phones": f"SELECT profile_id, type, number, is_mobile FROM phones {OF_PROFILES} {IN_ORDER}",
    "consents": f"SELECT profile_id, type, status, collected_at FROM consents {OF_PROFILES} {OF_NO_ELEMENT} {IN_ORDER}",
}


def flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


@strawberry.type
class Name:
    first: str | None
    last: str | None


@strawberry.type
class Email:
    type: str | None
    address: str | None
    is_default: bool | None


@strawberry.type
class Phone:
    type: str | None
    number: str | None
    is_mobile: bool | None


@strawberry.type
class Consent:
    type: str | None
    status: ConsentStatus | None
    collected_at: str | None


def member(kind: type[Enum], name: str | None) -> Enum | None:
    return kind[name] if name else None


@strawberry.federation.type(keys=["accountId profileId", "profileId"])
class Profile:
    account_id: strawberry.ID
    profile_id: strawberry.ID
    name: Name | None

    @classmethod
    async def resolve_reference(cls, info: strawberry.Info, profileId: strawberry.ID, accountId: strawberry.ID) -> "Profile | None":  # noqa: N803 - keys
        found = await info.context["profiles"].load(int(profileId))
        return cls(account_id=accountId, profile_id=profileId, name=Name(first=found[0][0], last=found[0][1])) if found else None

    @strawberry.field
    async def emails(self, info: strawberry.Info) -> list[Email] | None:
        found = await info.context["emails"].load(int(self.profile_id))
        return [Email(type=row[0], address=row[1], is_default=flag(row[2])) for row in found]

    @strawberry.field
    async def phones(self, info: strawberry.Info) -> list[Phone] | None:
        found = await info.context["phones"].load(int(self.profile_id))
        return [Phone(type=row[0], number=row[1], is_mobile=flag(row[2])) for row in found]

    @strawberry.field
    async def consents(self, info: strawberry.Info) -> list[Consent] | None:
        found = await info.context["consents"].load(int(self.profile_id))
        return [Consent(type=row[0], status=member(ConsentStatus, row[1]), collected_at=row[2]) for row in found]


@strawberry.type
class Query:
    @strawberry.field
    async def profile(self, info: strawberry.Info, profile_id: strawberry.ID) -> Profile | None:
        return await Profile.resolve_reference(info, profile_id, strawberry.ID("bench"))


class Endpoint(GraphQL):
    async def get_context(self, request: object, response: object) -> dict[str, object]:
        return {edge: Rows(statement) for edge, statement in STATEMENTS.items()}


app = Starlette()
app.add_route("/graphql", Endpoint(strawberry.federation.Schema(Query)))
