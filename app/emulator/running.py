"""Running the emulator as a real server: for a while in a thread, or for good in the foreground."""

import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette

from app.emulator.access import Verifier
from app.emulator.accounts import EmulatorData
from app.emulator.application import create_emulator
from app.emulator.data import load_data
from app.emulator.faults import Delay
from app.emulator.knobs import Knobs
from app.emulator.reads import BASE_PATH
from app.emulator.record import Record
from app.emulator.striking import Faults
from app.emulator.tokens import Tokens
from app.emulator.variations import Variations

_START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class RunningEmulator:
    """An emulator that can be asked and turned.

    Attributes:
        url: the server's root, where ``/oauth/token`` and the administration are.
        data: the accounts; exchange one with ``put``.
        knobs: variations, faults and record.
    """

    url: str
    data: EmulatorData
    knobs: Knobs

    @property
    def base_url(self) -> str:
        """What the gateway is given as the upstream's base."""
        return self.url + BASE_PATH

    @property
    def faults(self) -> Faults:
        """What is to go wrong."""
        return self.knobs.faults

    @property
    def record(self) -> Record:
        """What was asked."""
        return self.knobs.record

    def reset(self) -> None:
        """Turn the knobs back: no variations, no faults, an empty record. The data stays."""
        self.knobs.variations = Variations()
        self.faults.clear()
        self.record.clear()


@contextmanager
def running_emulator(
    data: EmulatorData,
    verifiers: Sequence[Verifier] = (),
    tokens: Tokens | None = None,
) -> Iterator[RunningEmulator]:
    """Serve on a free port of the loopback, in a thread, for as long as the block lasts. Arguments as in ``create_emulator``."""
    knobs = Knobs()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _server(create_emulator(data, knobs, verifiers, tokens))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="emulator", daemon=True)
        thread.start()
        try:
            _wait_for(server, thread)
            yield RunningEmulator(f"http://127.0.0.1:{listener.getsockname()[1]}", data, knobs)
        finally:
            server.should_exit = True
            thread.join()


def serve(accounts: Mapping[str, Path], host: str, port: int, latency: float = 0) -> None:
    """Serve the profiles of these files until interrupted.

    Args:
        accounts: account id → file of JSON Lines.
        host: the address to listen on.
        port: the port to listen on.
        latency: seconds that every answer is held back.

    Raises:
        OSError: when a file cannot be read or the port is taken.
    """
    data = EmulatorData({account_id: load_data(path) for account_id, path in accounts.items()})
    knobs = Knobs(faults=Faults(*([Delay(seconds=latency)] if latency else [])))
    # Without the access log: its lines hold the numbers and addresses that are looked up.
    uvicorn.run(create_emulator(data, knobs), host=host, port=port, access_log=False, lifespan="off")


def _server(application: Starlette) -> uvicorn.Server:
    # log_config: the logging of the program that runs us is left alone. Graceful shutdown: a drip would hold it up.
    return uvicorn.Server(
        uvicorn.Config(application, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1)
    )


def _wait_for(server: uvicorn.Server, thread: Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("The emulator did not start.")
        time.sleep(0.005)
