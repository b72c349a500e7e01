"""The gateway as clients meet it: a real server on a free port of loopback."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import cast

import uvicorn
from starlette.types import ASGIApp

STARTS_WITHIN_S = 20


@contextmanager
def serving(app: ASGIApp) -> Iterator[str]:
    """Serve ``app`` and give its address, without a path."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False, timeout_graceful_shutdown=1))
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port_of(server)}"
    finally:
        server.should_exit = True
        thread.join()


def port_of(server: uvicorn.Server) -> int:
    """Wait until the server listens."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    return cast("int", server.servers[0].sockets[0].getsockname()[1])
