"""The gateway that the browser talks to: a real server on a free port."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from tests.browser.stand_in import stand_in

START_SECONDS = 20


@contextmanager
def running_gateway() -> Iterator[str]:
    """Start a gateway and give the address of its page."""
    server = uvicorn.Server(uvicorn.Config(stand_in(), port=0, log_level="warning"))
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}/graphql"
    finally:
        server.should_exit = True
        thread.join()


def port_of(server: uvicorn.Server) -> int:
    """Wait until the server listens."""
    deadline = time.monotonic() + START_SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
