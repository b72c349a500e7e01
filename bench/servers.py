"""What a server is: how it is started, what it is asked, and how its answers are read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from msgspec import Struct

from bench.places import BENCH

Command: TypeAlias = tuple[list[str | Path], Path]
"""A command, and the folder it is started in."""


def anybodys() -> str:
    """Return a credential that nobody looks at: the upstream takes any."""
    return "bench"


class Server(Struct, frozen=True):
    """One of those who are measured.

    Attributes:
        name: as the table shows it.
        source: what it reads from: ``rest``, ``sqlite`` or ``postgresql``.
        program: makes the command for a port, installing what it needs.
        environment: its settings, beside ``PORT``; ``{url}`` stands for the address of what it reads from.
        operations: the folder with the operations it understands.
        path: where it answers; ``{operation}`` stands for the operation's name.
        read: makes the gateway's answer of its own; None where it gives the upstream's JSON.
        token: gives the credential that it is asked with.
    """

    name: str
    source: str
    program: Callable[[int], Command]
    environment: Mapping[str, str]
    operations: Path = BENCH
    path: str = "/graphql"
    read: Callable[[bytes], Any] | None = orjson.loads
    token: Callable[[], str] = anybodys

    @property
    def headers(self) -> dict[str, str]:
        """Of every request to it."""
        return {"Content-Type": "application/json", "Accept": "application/json", "Authorization": f"Bearer {self.token()}"}

    def body(self, operation: str, variables: Mapping[str, Any], remark: str = "") -> bytes:
        """Write a request for an operation; with a remark of its own it is one that nobody has seen yet."""
        text = (self.operations / f"{operation}.graphql").read_text()
        return orjson.dumps({"query": f"# {remark}\n{text}" if remark else text, "variables": variables})
