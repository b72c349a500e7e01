"""The audits of GraphQL over HTTP that come with the npm package graphql-http."""

import json

from tests.suites.node_tools import Node


def test_every_audit_is_ok(node: Node, gateway_url: str) -> None:
    audits = json.loads(node.output("audits.js", gateway_url))
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert len(audits) == 61
