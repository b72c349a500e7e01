"""The gateway as a subgraph: composers take its schema, and routers join it with a second subgraph of orders that reference profiles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import parse

from tests.suites.node_tools import Node
from tests.suites.people import ACCOUNT

# A router's script, and whose composer makes its supergraph.
ROUTERS = {"router_apollo.js": "apollo", "router_hive.js": "guild"}


@pytest.fixture(scope="module")
def orders_url(node: Node) -> Iterator[str]:
    with node.serving("orders.js", ACCOUNT) as address:
        yield address


@pytest.fixture(scope="module", params=ROUTERS)
def router_url(
    request: pytest.FixtureRequest, node: Node, gateway_url: str, orders_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    supergraph: Path = tmp_path_factory.mktemp("supergraph") / "supergraph.graphql"
    supergraph.write_text(node.output("compose.js", ROUTERS[request.param], gateway_url, orders_url))
    with node.serving(request.param, supergraph) as address:
        yield address


def asked(url: str, query: str, **variables: object) -> dict[str, Any]:
    """Ask the router, and expect no error of anybody."""
    answer = httpx.post(url, json={"query": query, "variables": variables}, timeout=30)
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body.get("errors")) == (200, None)
    data: dict[str, Any] = body["data"]
    return data


@pytest.mark.parametrize("composer", ["apollo", "guild"])
def test_a_composer_takes_the_schema_with_what_it_says_on_costs(node: Node, gateway_url: str, composer: str) -> None:
    supergraph = node.output("compose.js", composer, gateway_url, "http://orders.example/")
    assert parse(supergraph).definitions
    assert supergraph.count("assumedSize: 50") == supergraph.count("@cost(weight: 10)") / 2 == 2


def test_a_hundred_entities_of_the_other_subgraph_get_their_profiles(router_url: str) -> None:
    query = "query ($first: Int!) { orders(first: $first) { id customer { ...who } } } fragment who on Profile { profileId name { first } }"
    orders = asked(router_url, query, first=100)["orders"]
    assert orders == [
        {"id": str(number), "customer": {"profileId": str(number), "name": {"first": f"First{number}"}}} for number in range(1, 101)
    ]


def test_fields_that_require_fields_of_a_profile_are_worked_out(router_url: str) -> None:
    query = "query ($first: Int!) { orders(first: $first) { customer { discount salutation } } }"
    assert asked(router_url, query, first=2)["orders"] == [
        {"customer": {"discount": 20, "salutation": "Dear First1 <p1@example.com>"}},
        {"customer": {"discount": 5, "salutation": "Dear First2 <p2@example.com>"}},
    ]


def test_a_lookup_goes_on_into_the_other_subgraph_and_comes_back(router_url: str) -> None:
    query = """
    query ($number: String!, $history: Boolean!, $more: Boolean!) {
      found: profilesByPhone(phoneNumber: $number, includeConsentHistory: $history) {
        profileId
        consents { status collectedAt }
        orders { id recipient { first } customer { emails { address } } }
        name @include(if: $more) { first }
      }
    }
    """
    found = asked(router_url, query, number="+1 (555) 010-0007", history=False, more=False)["found"]
    assert [profile["profileId"] for profile in found] == [str(number) for number in range(7, 121, 10)]
    assert found[0] == {
        "profileId": "7",
        "consents": [{"status": "DENIED", "collectedAt": "2020-01-01T00:00:00Z"}],
        "orders": [{"id": "7", "recipient": {"first": "Recipient7"}, "customer": {"emails": [{"address": "p7@example.com"}]}}],
    }


def test_a_profile_that_is_gone_does_not_take_its_order_along(router_url: str) -> None:
    query = """
    query ($id: ID!) {
      order(id: $id) { id customer { profileId name { first } emails { address } discount } }
      other: order(id: "1") { id }
    }
    """
    assert asked(router_url, query, id="gone") == {
        "order": {"id": "gone", "customer": {"profileId": "999999", "name": None, "emails": None, "discount": None}},
        "other": {"id": "1"},
    }


def test_a_value_that_both_subgraphs_have_comes_from_the_one_that_was_asked(router_url: str) -> None:
    data = asked(router_url, '{ order(id: "3") { recipient { first last } customer { name { first last } } } }')
    assert data["order"] == {
        "recipient": {"first": "Recipient3", "last": None},
        "customer": {"name": {"first": "First3", "last": "Example"}},
    }
