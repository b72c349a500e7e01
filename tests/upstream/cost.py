"""What a small read costs this process, beside the client libraries as they are: ``python -m tests.upstream.cost``.

CPU time for each call, in milliseconds: the least and the median of rounds that take turns, so that a busy machine troubles all alike.
The upstream is a process of its own, which always answers with the same 2 KB.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median

import aiohttp
import httpx
import uvloop

from app.model import View
from app.upstream.http import HttpClient
from app.upstream.limits import Limits
from app.upstream.opening import open_upstream
from app.upstream.upstream import Read

ROUNDS, CALLS = 9, 400
PATH = "acme/Profile/Phone?phoneNumber=15550109999&implied=true&includeInactive=false&includeConsentHistory=true"
AUTHORIZATION = ("Authorization", "Bearer x")
EMAIL = b'{"EmailAddress": "a@example.com", "EmailAddressType": "Work", "Consents": []}'
BODY = b'[{"ProfileId": 1, "Emails": [%s]}]' % b", ".join([EMAIL] * 25)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(BODY), BODY)


class SameAnswer(asyncio.Protocol):
    """An upstream that costs next to nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"\r\n\r\n"):
            self.transport.write(ANSWER)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(SameAnswer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - read by the measuring process
    await server.serve_forever()


async def measure(base: str) -> None:
    url, read = f"{base}/{PATH}", Read("acme", PATH, "key", View(), is_list=True)
    upstream, http = open_upstream(base), HttpClient(Limits())
    async with aiohttp.ClientSession() as session, httpx.AsyncClient() as client:

        async def over_aiohttp() -> None:
            async with session.get(url, headers=[AUTHORIZATION]) as response:
                await response.read()

        ways: Mapping[str, Callable[[], Awaitable[object]]] = {
            "app.upstream, all of it": lambda: upstream.read(read, AUTHORIZATION[1]),
            "app.upstream.http": lambda: http.get(url, [AUTHORIZATION]),
            "aiohttp": over_aiohttp,
            "httpx.AsyncClient": lambda: client.get(url, headers=[AUTHORIZATION]),
        }
        rounds = [[await cost(way) for way in ways.values()] for _ in range(ROUNDS)]
    await upstream.close()
    await http.close()
    for name, costs in zip(ways, zip(*rounds, strict=True), strict=True):
        print(f"{name:24} least {min(costs):.2f} ms, median {median(costs):.2f} ms")  # noqa: T201 - this is what it is for


async def cost(way: Callable[[], Awaitable[object]]) -> float:
    began = time.process_time()
    for _ in range(CALLS):
        await way()
    return (time.process_time() - began) / CALLS * 1000


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        asyncio.run(serve())
    with subprocess.Popen([sys.executable, "-m", "tests.upstream.cost", "serve"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            uvloop.run(measure(f"http://127.0.0.1:{server.stdout.readline().strip()}/Profiles/v4"))
        finally:
            server.terminate()
