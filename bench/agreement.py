"""Rivals and gateway must give the same answers, or their speeds do not compare."""

import urllib.request
from typing import Any

import orjson

from bench.data import Profile, profiles
from bench.servers import Server
from bench.workloads import TWO_FIELDS, Variables

ANSWERS_WITHIN_S = 60


class Disagreement(Exception):
    """A server answers otherwise than the gateway, or with an error."""


def ask(server: Server, operation: str, variables: Variables, port: int) -> bytes:
    """Return one answer."""
    url = f"http://127.0.0.1:{port}{server.path.format(operation=operation)}"
    request = urllib.request.Request(url, server.body(operation, variables), server.headers)
    try:
        with urllib.request.urlopen(request, timeout=ANSWERS_WITHIN_S) as response:
            answer: bytes = response.read()
    except OSError as error:
        raise Disagreement(f"no answer: {error}") from None
    return answer


def canonical(value: Any) -> bytes:  # noqa: ANN401 - JSON
    """Write JSON with its names in order, so that equal values are equal texts."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def answer(server: Server, operation: str, variables: Variables, port: int) -> bytes:
    """Return a server's answer in canonical JSON, in the shape that it is compared in."""
    body = ask(server, operation, variables, port)
    value = (server.read or orjson.loads)(body)
    if not isinstance(value, dict) or value.get("errors") or not all(value.get("data", {}).values()):
        raise Disagreement(f"{server.name} answers with an error or with nothing: {body[:300]!r}")
    return canonical(value)


def expected(server: Server, operation: str, variables: Variables, gateway: bytes) -> bytes:
    """Return what a server must answer when the gateway answers this."""
    return gateway if server.read else of_upstream(operation, variables["phoneNumber"])


def of_upstream(operation: str, number: str) -> bytes:
    """Return the answer that passes on what the upstream says, in canonical JSON."""
    shown = two_fields if operation == TWO_FIELDS else whole
    return canonical({"data": {"profilesByPhone": [shown(profile) for profile in profiles() if _has(profile, number)]}})


def whole(profile: Profile) -> Profile:
    """Show everything."""
    return profile


def two_fields(profile: Profile) -> Profile:
    """Show what the operation of two fields selects, under the upstream's names."""
    return {"ProfileId": profile["ProfileId"], "CustomerName": {"LastName": profile["CustomerName"]["LastName"]}}


def _has(profile: Profile, number: str) -> bool:
    return any(str(phone.get("PhoneNumberNumeric")) == number for phone in profile["PhoneNumbers"])
