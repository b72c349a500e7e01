"""An endpoint by hand over the gateway's store: one statement builds the answer, whose text is passed through."""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
from json_statement import POSTGRESQL, SQLITE, Statement
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

STORE = os.environ["BENCH_STORE"]
OF_SQLITE = Statement(SQLITE).everything()
OF_POSTGRESQL = Statement(POSTGRESQL).everything()


async def from_sqlite(request: Request) -> Response:
    """Ask on the event loop: there is nothing to wait for."""
    (text,) = request.app.state.connection.execute(OF_SQLITE, [await number(request)]).fetchone()
    return Response(text, media_type="application/json")


async def from_postgresql(request: Request) -> Response:
    """Ask over a pool."""
    text = await request.app.state.pool.fetchval(OF_POSTGRESQL, await number(request))
    return Response(text, media_type="application/json")


async def number(request: Request) -> str:
    found: str = orjson.loads(await request.body())["variables"]["phoneNumber"]
    return found


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    if STORE.startswith("postgresql:"):
        async with asyncpg.create_pool(STORE, server_settings={"jit": "off"}) as app.state.pool:
            yield
    else:
        app.state.connection = sqlite3.connect(f"file:{STORE}?mode=ro", uri=True)
        app.state.connection.execute("PRAGMA cache_size = -65536")
        yield


answer = from_postgresql if STORE.startswith("postgresql:") else from_sqlite
app = Starlette(routes=[Route("/everything", answer, methods=["POST"])], lifespan=lifespan)
