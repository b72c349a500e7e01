"""The gateway that the browser talks to: a real server on a free port, over the people of the demo."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import orjson
import uvicorn

from app.application import create_app
from app.generator.demo import demo_profiles
from app.settings import Settings
from app.source.translation import profile_from_json
from tests.fake import FakeSource

ACCOUNT = "demo"
START_SECONDS = 20


@contextmanager
def running_gateway(*, explain: bool = True) -> Iterator[str]:
    """Start a gateway and give the address of its page."""
    source = FakeSource({ACCOUNT: [profile_from_json(orjson.dumps(profile), ACCOUNT) for profile in demo_profiles()]})
    app = create_app(Settings(account_id=ACCOUNT, explain=explain), source)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
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
