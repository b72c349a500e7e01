"""Stock Strawberry over the REST upstream: strawberry.asgi, one pooled httpx client, an aiodataloader for each request."""

import os
from collections.abc import Sequence

import httpx
from aiodataloader import DataLoader
from graph_types import Profile
from starlette.applications import Starlette
from strawberry.asgi import GraphQL
from wire import Json, active

import strawberry

ACCOUNT = os.environ["BENCH_ACCOUNT"]
CLIENT = httpx.AsyncClient(base_url=os.environ["BENCH_UPSTREAM"])


class ProfilesByPhone(DataLoader[str, list[Json]]):
    """The profiles of each number; the upstream has no read of several."""

    async def batch_load_fn(self, numbers: Sequence[str]) -> list[list[Json]]:
        return [await profiles(number) for number in numbers]


async def profiles(number: str) -> list[Json]:
    flags = {"implied": "true", "includeInactive": "false", "includeConsentHistory": "true"}
    response = await CLIENT.get(f"{ACCOUNT}/Profile/Phone", params={"phoneNumber": number, **flags})
    response.raise_for_status()
    return response.json()


@strawberry.type
class Query:
    @strawberry.field
    async def profiles_by_phone(self, info: strawberry.Info, phone_number: str) -> list[Profile] | None:
        found = await info.context["profiles_by_phone"].load(phone_number)
        return [Profile.of(profile, ACCOUNT) for profile in sorted(active(found), key=lambda profile: profile["ProfileId"])]


class Endpoint(GraphQL):
    async def get_context(self, request: object, response: object) -> dict[str, object]:
        return {"request": request, "response": response, "profiles_by_phone": ProfilesByPhone()}


app = Starlette()
app.add_route("/graphql", Endpoint(strawberry.Schema(Query)))
