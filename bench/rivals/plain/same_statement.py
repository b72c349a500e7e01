"""The gateway's own statement by hand: what is left of it when there is no GraphQL, over the same library."""

import os
import subprocess

import apsw
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CONNECTION = apsw.Connection(os.environ["BENCH_STORE"], flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_NOMUTEX)
CONNECTION.execute("PRAGMA cache_size = -65536")


def statement() -> str:
    """What ``profile-gateway explain`` says for everything."""
    explain = [os.environ["BENCH_GATEWAY"], "explain", os.environ["BENCH_OPERATION"]]
    return subprocess.run(explain, check=True, capture_output=True, text=True).stdout.rpartition(": SQL\n")[2]


EVERYTHING = statement()


async def from_sqlite(request: Request) -> Response:
    """Ask on the event loop: there is nothing to wait for."""
    number = orjson.loads(await request.body())["variables"]["phoneNumber"]
    parameters = {"account": os.environ["BENCH_ACCOUNT"], "sought": number}
    found = [profile for _, profile in CONNECTION.execute(EVERYTHING, parameters)]
    return Response(b'{"data":{"profilesByPhone":[' + b",".join(found) + b"]}}", media_type="application/json")


app = Starlette(routes=[Route("/everything", from_sqlite, methods=["POST"])])
