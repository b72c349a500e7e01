"""The servers: how each is started, what it is asked, and how its answers are read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from msgspec import Struct

from bench import installing
from bench.places import ACCOUNT, BENCH, PROGRAMS, RIVALS, ROOT
from bench.unfolding import unfolded

Command: TypeAlias = tuple[list[str | Path], Path]
"""A command, and the folder it is started in."""


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
    """

    name: str
    source: str
    program: Callable[[int], Command]
    environment: Mapping[str, str]
    operations: Path = BENCH
    path: str = "/graphql"
    read: Callable[[bytes], Any] | None = orjson.loads

    def body(self, operation: str, variables: Mapping[str, Any]) -> bytes:
        """Write a request for an operation."""
        text = (self.operations / f"{operation}.graphql").read_text()
        return orjson.dumps({"query": text, "variables": variables})


GATEWAY = "gateway"


def gateway(source: str, environment: Mapping[str, str]) -> Server:
    """The gateway, as its users start it."""
    settings = {"PROFILES_ACCOUNT_ID": ACCOUNT, "PROFILES_EXPLORER": "false"}

    def program(port: int) -> Command:
        return [PROGRAMS / "profile-gateway", "serve", "--port", str(port)], ROOT

    return Server(GATEWAY, source, program, {**settings, **environment})


def over_rest(name: str, program: Callable[[int], Command], **differing: Any) -> Server:  # noqa: ANN401 - fields of Server
    """A rival over the upstream."""
    return Server(name, "rest", program, {"BENCH_ACCOUNT": ACCOUNT, "BENCH_UPSTREAM": "{url}"}, **differing)


def over_store(name: str, source: str, program: Callable[[int], Command], **differing: Any) -> Server:  # noqa: ANN401 - fields of Server
    """A rival over the gateway's store."""
    return Server(name, source, program, {"BENCH_STORE": "{url}"}, **differing)


def uvicorn(environment: str, application: str) -> Callable[[int], Command]:
    """An ASGI application of ``rivals/``, served as the gateway is."""

    def program(port: int) -> Command:
        served: list[str | Path] = [
            installing.python(environment) / "uvicorn",
            f"{application}:app",
            "--port",
            str(port),
            "--log-level",
            "warning",
        ]
        return [*served, "--no-access-log"], RIVALS / environment

    return program


def node(project: str, script: str) -> Callable[[int], Command]:
    """A script of an npm project in ``rivals/``."""

    def program(_port: int) -> Command:
        folder = installing.packages(project)
        return [installing.node(), script], folder

    return program


SERVERS = (
    gateway("rest", {"PROFILES_SOURCE": "rest", "PROFILES_UPSTREAM_URL": "{url}"}),
    over_rest("plain proxy", uvicorn("plain", "proxy"), path="/{operation}", read=None),
    over_rest("bytes passed through", uvicorn("plain", "proxy"), path="/unparsed", read=None),
    over_rest("Mercurius with graphql-jit", node("node", "mercurius.mjs")),
    over_rest("GraphQL Yoga", node("node", "yoga.mjs")),
    over_rest("Hive Gateway with Mesh", node("hive", "serve.mjs"), operations=RIVALS / "hive", read=None),
    over_rest("stock Strawberry", uvicorn("strawberry", "over_rest")),
    gateway("sqlite", {"PROFILES_SOURCE": "sql", "PROFILES_STORE_URL": "sqlite:///{url}"}),
    over_store("endpoint by hand", "sqlite", uvicorn("plain", "passed_through"), path="/{operation}"),
    over_store("stock Strawberry", "sqlite", uvicorn("strawberry", "over_sqlite")),
    gateway("postgresql", {"PROFILES_SOURCE": "sql", "PROFILES_STORE_URL": "{url}"}),
    over_store("endpoint by hand", "postgresql", uvicorn("plain", "passed_through"), path="/{operation}"),
    over_store("PostGraphile", "postgresql", node("postgraphile", "serve.mjs"), operations=RIVALS / "postgraphile", read=unfolded),
)
