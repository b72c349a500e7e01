"""A proxy without GraphQL over the REST upstream: fetch, loads, dumps. It knows what each address wants."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
from clients import Client
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


async def fetched(request: Request) -> bytes:
    """Return the upstream's answer for the number in the request."""
    number = orjson.loads(await request.body())["variables"]["phoneNumber"]
    found: bytes = await request.app.state.read(number)
    return found


def answered(profiles: object) -> Response:
    return Response(orjson.dumps({"data": {"profilesByPhone": profiles}}), media_type="application/json")


async def everything(request: Request) -> Response:
    """Parse and write again, under the upstream's names."""
    return answered(orjson.loads(await fetched(request)))


async def two_fields(request: Request) -> Response:
    """Parse, and pick two fields by hand."""
    profiles = orjson.loads(await fetched(request))
    return answered([two_fields_of(profile) for profile in profiles])


def two_fields_of(profile: dict[str, Any]) -> dict[str, Any]:
    return {"ProfileId": profile["ProfileId"], "CustomerName": {"LastName": profile["CustomerName"]["LastName"]}}


async def unparsed(request: Request) -> Response:
    """Pass the bytes through: the end of what is possible."""
    return Response(b'{"data":{"profilesByPhone":' + await fetched(request) + b"}}", media_type="application/json")


def proxy(client: Client) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with client() as app.state.read:
            yield

    routes = [Route(f"/{endpoint.__name__}", endpoint, methods=["POST"]) for endpoint in (everything, two_fields, unparsed)]
    return Starlette(routes=routes, lifespan=lifespan)
