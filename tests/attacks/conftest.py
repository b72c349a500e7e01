"""A gateway in a process of its own, attacked over its socket, while somebody else asks it for something small."""

import http.client
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

SERVE = [sys.executable, "-m", "app", "serve", "--demo", "--port", "0"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PROFILES_")}
QUERY = json.dumps({"query": '{ profilesByPhone(phoneNumber: "15550109999") { name { first } } }'})
ANSWER = b'{"data":{"profilesByPhone":[{"name":{"first":"Ruth"}}]}}'
PATIENCE_S = 1.0
STARTS_WITHIN_S = 30


class Gateway:
    """A running gateway.

    Attributes:
        url: of the graph.
        process: whose exit would be noticed.
        attacker: a client, made once.
    """

    def __init__(self, url: str, process: "subprocess.Popen[str]") -> None:
        self.url = url
        self.process = process
        self.attacker = httpx.Client(timeout=20)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Ask again and again for something small meanwhile, and fail if that ever waits for a second."""
        bystander = Bystander(self.url)
        bystander.start()
        try:
            yield
        finally:
            bystander.stopped.set()
            bystander.join()
        assert bystander.failures == []
        assert bystander.waits, "the bystander was never answered"
        assert max(bystander.waits) < PATIENCE_S
        assert self.process.poll() is None, "the gateway ended"


class Bystander(threading.Thread):
    """Another client."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.stopped = threading.Event()
        self.waits: list[float] = []
        self.failures: list[str] = []

    def run(self) -> None:
        """Ask until told to stop."""
        while True:
            began = time.perf_counter()
            try:
                answer = asked(self.url)
                if answer != ANSWER:
                    self.failures.append(repr(answer))
            except OSError as error:
                self.failures.append(repr(error))
            self.waits.append(time.perf_counter() - began)
            if self.stopped.wait(0.02):
                return


def asked(url: str) -> bytes:
    """Ask on a new connection, as a client does that comes only now; with little code, whose time would be taken for the gateway's."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    try:
        connection.request("POST", "/graphql", QUERY, {"Content-Type": "application/json"})
        return connection.getresponse().read()
    finally:
        connection.close()


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[Gateway]:
    """Serve the demo for a while."""
    with subprocess.Popen(SERVE, cwd=folder, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT | environment) as process:
        try:
            url = address(process)
            wait_for(url)
            gateway = Gateway(url, process)
            with gateway.attacker:
                yield gateway
        finally:
            process.terminate()
            process.wait(30)


def address(process: "subprocess.Popen[str]") -> str:
    """Read the address that the gateway greets with."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://\S+/graphql", line)
        if found:
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found.group()
    pytest.fail("the gateway did not start")


def wait_for(url: str) -> None:
    """Wait until the first answer: the port is open before everything is loaded."""
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        with suppress(OSError):
            if asked(url) == ANSWER:
                return
        time.sleep(0.05)
    pytest.fail("the gateway does not answer")


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One for all attacks of a module: it needs no restart between them."""
    with serving(tmp_path_factory.mktemp("gateway"), PROFILES_BATCH_LIMIT="20") as gateway:
        yield gateway


@pytest.fixture(scope="module")
def closed_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """One that tells nothing of its schema."""
    with serving(tmp_path_factory.mktemp("closed"), PROFILES_INTROSPECTION="false", PROFILES_SUGGESTIONS="false") as gateway:
        yield gateway
