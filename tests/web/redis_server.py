"""A real Redis, listening on a socket in a folder of its own."""

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.missing import without

PROGRAM = "redis-server"
STARTS_WITHIN_S = 30


class RedisServer:
    """Can be started, stopped and started again.

    Attributes:
        url: as the setting of the gateway wants it.
    """

    def __init__(self, folder: Path) -> None:
        if shutil.which(PROGRAM) is None:
            without(f"no {PROGRAM} is on PATH: apt-get install redis-server")
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis+unix://{self._socket}"

    def start(self) -> None:
        options = {"port": "0", "unixsocket": str(self._socket), "save": "", "appendonly": "no", "dir": str(self._socket.parent)}
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        self._process = subprocess.Popen([PROGRAM, *words], stdout=subprocess.DEVNULL)
        until = time.monotonic() + STARTS_WITHIN_S
        while not self._listens():
            if self._process.poll() is not None or time.monotonic() > until:
                pytest.fail("Redis did not start")
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(STARTS_WITHIN_S)

    def _listens(self) -> bool:
        with suppress(OSError), socket.socket(socket.AF_UNIX) as tried:
            tried.connect(str(self._socket))
            return True
        return False
