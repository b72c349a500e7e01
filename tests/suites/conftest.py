"""Other people's suites, composers, routers and clients, against the gateway over a socket."""

from collections.abc import Iterator

import pytest

from app.application import create_app
from app.settings import Settings
from tests.suites.node_tools import Node, required_node
from tests.suites.people import ACCOUNT, people
from tests.suites.serving import serving


@pytest.fixture(scope="package")
def gateway_url() -> Iterator[str]:
    """The address of the graph, over everybody in ``people``."""
    with serving(create_app(Settings(account_id=ACCOUNT), people())) as address:
        yield f"{address}/graphql"


@pytest.fixture(scope="session")
def node() -> Node:
    return Node(required_node())
