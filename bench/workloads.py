"""What the servers are asked to do: the rows of the table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from bench.data import ids, own_numbers, shared_numbers
from bench.gateways import FIRST_USE, GATEWAY, GUARDED, UNGUARDED
from bench.places import ACCOUNT

Variables: TypeAlias = Mapping[str, Any]

EVERYTHING, TWO_FIELDS, ENTITIES = "everything", "two_fields", "entities"
REST_SERVERS = (
    "plain proxy",
    "plain proxy over httpx",
    "bytes passed through",
    "Mercurius with graphql-jit",
    "GraphQL Yoga",
    "Hive Gateway with Mesh",
    "stock Strawberry",
)


class Workload(Struct, frozen=True):
    """One kind of work.

    Attributes:
        name: to choose it by.
        title: as the table shows it.
        source: what is read from.
        operation: the operation asked for.
        variables: makes those of each request, which are sent in turn.
        connections: requests at once.
        targets: by rival, how many times its rate the subject is meant to have; None where nothing was set.
        subject: whom the others stand beside.
        anew: whether each request's document differs from those before it.
        rounds: where every server answers at once and targets are close to what is reached: so many times the usual rounds, each as much
            shorter, for the machine's own pace changes within seconds.
    """

    name: str
    title: str
    source: str
    operation: str
    variables: Callable[[], Sequence[Variables]]
    connections: int
    targets: Mapping[str, float | None]
    subject: str = GATEWAY
    anew: bool = False
    rounds: int = 1


def shared() -> list[Variables]:
    """Numbers of 50 people."""
    return [{"phoneNumber": number} for number in shared_numbers()]


def own() -> list[Variables]:
    """Numbers of one person."""
    return [{"phoneNumber": number} for number in own_numbers()]


def representations() -> list[Variables]:
    """Two hundred people by id."""
    return [{"representations": [{"__typename": "Profile", "accountId": ACCOUNT, "profileId": str(number)} for number in ids(200)]}]


def _rest(**targets: float) -> dict[str, float | None]:
    """Keep the order of the servers."""
    by_name = {name.replace("_", " "): target for name, target in targets.items()}
    return {name: next((target for short, target in by_name.items() if short in name), None) for name in REST_SERVERS}


_TWO_FIELDS = {name: target for name, target in _rest(proxy=1.5).items() if name != "bytes passed through"}
_FIFTY = _rest(proxy=1.0, Mercurius=2.0, Yoga=4.0, Strawberry=15.0, Hive=8.0)
_ONE = _rest(proxy=1.0, Mercurius=1.0, Yoga=2.0, Strawberry=30.0)
_FIRST_USE = {"stock Strawberry": 2.0}
_BY_HAND = {"endpoint by hand": 0.8}
_SQLITE: dict[str, float | None] = {**_BY_HAND, "gateway's statement by hand": None}
_POLICIES = {UNGUARDED: 1 / 1.15}
"""What guards people's data may slow a small query by 15 %."""
_POSTGRESQL = {**_BY_HAND, "PostGraphile": 2.0}


def _guarded(source: str, shown: str) -> Workload:
    """What policies cost over a source."""
    title = f"Policies over {shown}, two fields of one profile, 32 at once"
    return Workload(f"policies-{source}", title, source, TWO_FIELDS, own, 32, _POLICIES, GUARDED, rounds=5)


WORKLOADS = (
    Workload("rest-50", "REST, 50 full profiles, one at a time", "rest", EVERYTHING, shared, 1, _FIFTY),
    Workload("rest-50-at-once", "REST, 50 full profiles, 32 at once", "rest", EVERYTHING, shared, 32, _FIFTY),
    Workload("rest-two-fields", "REST, 50 full profiles fetched, two fields selected", "rest", TWO_FIELDS, shared, 1, _TWO_FIELDS),
    Workload("rest-1", "REST, one full profile, 32 at once", "rest", EVERYTHING, own, 32, _ONE, rounds=5),
    Workload(
        "rest-first-use", "REST, 50 full profiles, first use of a document", "rest", EVERYTHING, shared, 1, _FIRST_USE, FIRST_USE, anew=True
    ),
    _guarded("rest", "REST"),
    Workload("sqlite-50", "SQLite, 50 full profiles, one at a time", "sqlite", EVERYTHING, shared, 1, _SQLITE),
    Workload("sqlite-1", "SQLite, one full profile, 32 at once", "sqlite", EVERYTHING, own, 32, _SQLITE, rounds=5),
    Workload("sqlite-entities", "SQLite, 200 entities", "sqlite", ENTITIES, representations, 1, {"stock Strawberry": 20.0}),
    _guarded("sqlite", "SQLite"),
    Workload("postgresql-50", "PostgreSQL, 50 full profiles, one at a time", "postgresql", EVERYTHING, shared, 1, _POSTGRESQL),
    Workload("postgresql-1", "PostgreSQL, one full profile, 32 at once", "postgresql", EVERYTHING, own, 32, _POSTGRESQL, rounds=5),
)
