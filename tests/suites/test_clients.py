"""Clients that others wrote, as frontends and programs use them."""

import json
from pathlib import Path
from typing import Any

import pytest
from gql import Client, gql
from gql.transport.httpx import HTTPXTransport

from tests.suites.node_tools import FOLDER, Node

OPERATION = Path(__file__).parents[2] / "examples" / "1-profiles-by-phone.graphql"
DEFERRED = FOLDER / "deferred.graphql"
VARIABLES = {"phoneNumber": "+1 (555) 010-0007"}


def names(data: dict[str, Any]) -> list[str]:
    return [profile["name"]["first"] for profile in data["profilesByPhone"]]


EXPECTED = [f"First{number}" for number in range(7, 121, 10)]


@pytest.mark.parametrize("client", ["apollo", "apollo-persisted", "apollo-persisted-get", "urql", "urql-get"])
def test_a_client_in_javascript_gets_its_answer(node: Node, gateway_url: str, client: str) -> None:
    assert names(json.loads(node.output("clients.js", client, gateway_url, OPERATION, json.dumps(VARIABLES)))) == EXPECTED


@pytest.mark.parametrize("client", ["apollo", "urql"])
def test_a_client_puts_deferred_parts_together(node: Node, gateway_url: str, client: str) -> None:
    assert names(json.loads(node.output("clients.js", client, gateway_url, DEFERRED, json.dumps(VARIABLES)))) == EXPECTED


def test_a_client_in_python_gets_its_answer_and_the_schema(gateway_url: str) -> None:
    with Client(transport=HTTPXTransport(gateway_url), fetch_schema_from_transport=True) as session:
        query = gql(OPERATION.read_text())
        query.variable_values = VARIABLES
        assert names(session.execute(query)) == EXPECTED
        assert session.client.schema is not None
