"""Apollo's inline traces, read by Apollo's own decoder."""

import json
import time
from typing import Any

import httpx
import pytest

from tests.suites.node_tools import Node

ASKING = {"apollo-federation-include-trace": "ftv1"}
QUERY = """
{
  found: profilesByPhone(phoneNumber: "15550100007") { profileId emails { address } }
  profile(profileId: "1x") { profileId }
}
"""


@pytest.fixture
def trace(node: Node, gateway_url: str) -> dict[str, Any]:
    answer = httpx.post(gateway_url, json={"query": QUERY}, headers=ASKING).json()
    assert answer["errors"][0]["path"] == ["profile"]
    decoded: dict[str, Any] = json.loads(node.output("trace.js", answer["extensions"]["ftv1"]))
    return decoded


def test_a_trace_has_every_field_with_its_types_and_times(trace: dict[str, Any]) -> None:
    found, _ = trace["root"]["child"]
    assert (found["responseName"], found["originalFieldName"]) == ("found", "profilesByPhone")
    assert (found["type"], found["parentType"]) == ("[Profile!]", "Query")
    assert [child["index"] for child in found["child"]] == list(range(12))
    profile_id, emails = found["child"][11]["child"]
    assert (profile_id["responseName"], profile_id["type"], profile_id["parentType"]) == ("profileId", "ID!", "Profile")
    assert emails["child"][0]["child"][0]["responseName"] == "address"
    assert 0 < found["startTime"] < found["endTime"] < emails["startTime"] <= emails["endTime"] < trace["durationNs"]


def test_a_trace_says_when_it_was(trace: dict[str, Any]) -> None:
    assert abs(trace["startTime"]["seconds"] - time.time()) < 60
    assert trace["endTime"]["seconds"] - trace["startTime"]["seconds"] <= 1 + trace["durationNs"] / 1e9


def test_an_error_stands_at_its_field_and_says_what_the_answer_says(trace: dict[str, Any]) -> None:
    _, failed = trace["root"]["child"]
    (error,) = failed["error"]
    assert json.loads(error["json"])["extensions"]["code"] == "BAD_USER_INPUT"
    assert error["location"] == [{"line": 4, "column": 3}]
    assert "1x" not in error["message"]


@pytest.mark.parametrize("headers", [{}, {"apollo-federation-include-trace": "other"}])
def test_nobody_else_gets_one(gateway_url: str, headers: dict[str, str]) -> None:
    assert "extensions" not in httpx.post(gateway_url, json={"query": QUERY}, headers=headers).json()
