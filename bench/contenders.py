"""Everybody who is measured: the gateways, and the rivals with how each is installed and started."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import installing
from bench.gateways import GATEWAYS
from bench.places import ACCOUNT, BENCH, PROGRAMS, RIVALS
from bench.servers import Command, Server
from bench.unfolding import unfolded


def over_rest(name: str, program: Callable[[int], Command], **differing: Any) -> Server:  # noqa: ANN401 - fields of Server
    """A rival over the upstream."""
    return Server(name, "rest", program, {"BENCH_ACCOUNT": ACCOUNT, "BENCH_UPSTREAM": "{url}"}, **differing)


def over_store(name: str, source: str, program: Callable[[int], Command], **differing: Any) -> Server:  # noqa: ANN401 - fields of Server
    """A rival over the gateway's store; one may ask the gateway itself what it would do."""
    environment = {"BENCH_STORE": "{url}", "BENCH_ACCOUNT": ACCOUNT, "BENCH_GATEWAY": str(PROGRAMS / "profile-gateway")}
    return Server(name, source, program, {**environment, "BENCH_OPERATION": str(BENCH / "everything.graphql")}, **differing)


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
    *GATEWAYS,
    over_rest("plain proxy", uvicorn("plain", "proxy"), path="/{operation}", read=None),
    over_rest("plain proxy over httpx", uvicorn("plain", "proxy_over_httpx"), path="/{operation}", read=None),
    over_rest("bytes passed through", uvicorn("plain", "proxy"), path="/unparsed", read=None),
    over_rest("Mercurius with graphql-jit", node("node", "mercurius.mjs")),
    over_rest("GraphQL Yoga", node("node", "yoga.mjs")),
    over_rest("Hive Gateway with Mesh", node("hive", "serve.mjs"), operations=RIVALS / "hive", read=None),
    over_rest("stock Strawberry", uvicorn("strawberry", "over_rest")),
    over_store("endpoint by hand", "sqlite", uvicorn("plain", "passed_through"), path="/{operation}"),
    over_store("gateway's statement by hand", "sqlite", uvicorn("plain", "same_statement"), path="/{operation}"),
    over_store("stock Strawberry", "sqlite", uvicorn("strawberry", "over_sqlite")),
    over_store("endpoint by hand", "postgresql", uvicorn("plain", "passed_through"), path="/{operation}"),
    over_store("PostGraphile", "postgresql", node("postgraphile", "serve.mjs"), operations=RIVALS / "postgraphile", read=unfolded),
)
