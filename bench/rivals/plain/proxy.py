"""A proxy without GraphQL over the REST upstream: fetch, loads, dumps. It knows what each address wants."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ACCOUNT = os.environ["BENCH_ACCOUNT"]
URL = f"{os.environ['BENCH_UPSTREAM']}/{ACCOUNT}/Profile/Phone"
FLAGS = {"implied": "true", "includeInactive": "false", "includeConsentHistory": "true"}


async def fetched(request: Request) -> bytes:
    """Return the upstream's answer for the number in the request."""
    number = orjson.loads(await request.body())["variables"]["phoneNumber"]
    async with request.app.state.session.get(URL, params={"phoneNumber": number, **FLAGS}) as response:
        response.raise_for_status()
        return await response.read()


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


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async with aiohttp.ClientSession() as session:
        app.state.session = session
        yield


app = Starlette(
    routes=[
        Route("/everything", everything, methods=["POST"]),
        Route("/two_fields", two_fields, methods=["POST"]),
        Route("/unparsed", unparsed, methods=["POST"]),
    ],
    lifespan=lifespan,
)
